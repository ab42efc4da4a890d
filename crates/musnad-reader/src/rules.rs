//! The rules by which attributions are made: what `explain` says, and how often each is right.

/// What a rule does, for `explain`.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The id that attributions carry.
    pub id: &'static str,
    /// One or two sentences for people: what the rule looks for and what it concludes.
    pub why: &'static str,
    /// The share of its readings that were right on the dev set.
    pub confidence: f32,
}

macro_rules! rules {
    ($($id:literal $confidence:literal $why:literal),* $(,)?) => {
        /// Every rule.
        pub const RULES: &[Rule] = &[$(Rule { id: $id, why: $why, confidence: $confidence }),*];
    };
}

rules! {
    "verb-that" 0.9 "A verb of saying or believing with a clause after أن, إن or بأن. The words between verb and clause that can be somebody are the source; the clause up to the next statement is the content.",
    "verb-quote" 0.9 "A verb of saying right before a quotation. The quotation is the content.",
    "verb-colon-quote" 0.9 "A verb of saying, a colon and a quotation. The quotation is the content.",
    "verb-colon-that" 0.85 "A verb of saying, a colon and a clause after أن or إن.",
    "verb-colon" 0.8 "A verb of saying and a colon. What follows up to the end of the sentence is the content.",
    "verb-an" 0.75 "A verb that governs عن (كشف عن، تحدث عن) and the noun that follows.",
    "verb-ila" 0.8 "A verb that governs إلى (أشار إلى، لفت إلى) and the noun that follows.",
    "verb-ala" 0.75 "A verb that governs على (شدد على) and the noun that follows.",
    "verb-min" 0.7 "A verb that governs من (حذر من) and the noun that follows.",
    "verb-fi" 0.6 "A verb that governs في (شكك في) and the noun that follows.",
    "verb-bi" 0.7 "A verb that governs بـ (أفاد بـ، وعد بـ) and the noun that follows.",
    "verb-address" 0.75 "A demand, call or warning to somebody (طالب X بـ، دعا X إلى، حث X على). The one addressed and what is wanted are the content.",
    "verb-accuse" 0.75 "An accusation (اتهم X بـ). The accused and what is alleged are the content.",
    "verb-describe" 0.65 "A description (وصف X بأنه). What is described and how are the content.",
    "verb-noun" 0.7 "A verb with a noun of something that happens as its object (أعلن وفاة، نفى ضلوعه).",
    "verb-judged" 0.55 "A judgement (أدان، انتقد) of what the noun after the source names.",
    "participle-that" 0.85 "A participle (مضيفا، مؤكدا) with a clause; the source is that of the sentence's verb.",
    "participle-quote" 0.85 "A participle (قائلا) with a quotation; the source is that of the sentence's verb.",
    "participle-colon" 0.85 "A participle with a colon; the source is that of the sentence's verb.",
    "participle-object" 0.7 "A participle with a noun as its content (مشيرا إلى، مطالبا بـ); the source is that of the sentence's verb.",
    "relay" 0.85 "نقل X عن Y: X carried the words of Y. This is X, the outer link.",
    "relay-saying" 0.85 "نقل X عن Y قوله: this is Y, whose words came through X.",
    "relay-from" 0.8 "نقل X عن Y أن: this is Y, whose words came through X.",
    "phrase-tail" 0.75 "A phrase after the words names their source (…، بحسب X؛ …، كما قال X). The clause before it is the content.",
    "phrase-head" 0.85 "A phrase before the words names their source (وبحسب X، …). The clause after it is the content.",
    "phrase-relay" 0.7 "نقلا عن X: the words came from X.",
    "noun-that" 0.7 "A noun that carries a report (مخاوف من أن، أنباء بأن) with a clause.",
    "noun-of" 0.55 "A noun that carries a report (أنباء عن، مخاوف من) with a noun of what is reported.",
    "masdar-that" 0.7 "A verbal noun of saying (قوله إن، تأكيد الوزير أن) with a clause; whose it is tells the source.",
    "masdar-of" 0.55 "A verbal noun of saying (إعلانها وفاة، دعوة الحزب إلى) with a noun as content; whose it is tells the source.",
    "quotation-alone" 0.6 "A quotation with no verb beside it: the speech of the last speaker goes on.",
}

/// The rule with this id.
#[must_use]
pub fn rule(id: &str) -> Option<Rule> {
    RULES.iter().find(|r| r.id == id).copied()
}

/// The rule's confidence; zero for an unknown id.
pub(crate) fn confidence(id: &str) -> f32 {
    rule(id).map_or(0.0, |r| r.confidence)
}
