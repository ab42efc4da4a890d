//! The rules by which attributions are made: what `explain` says.

/// What a rule does, for `explain`.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The id that attributions carry.
    pub id: &'static str,
    /// One or two sentences for people: what the rule looks for and what it concludes.
    pub why: &'static str,
}

macro_rules! rules {
    ($($id:literal $why:literal),* $(,)?) => {
        /// Every rule.
        pub const RULES: &[Rule] = &[$(Rule { id: $id, why: $why }),*];
    };
}

rules! {
    "verb-that" "A verb of saying or believing with a clause after أن, إن or بأن. The words between verb and clause that can be somebody are the source; the clause up to the next statement is the content.",
    "verb-quote" "A verb of saying right before a quotation. The quotation is the content.",
    "verb-bare" "A verb of saying and, after its source, words that cannot belong to the source: speech that stands without marks or أن.",
    "quote-verb" "A quotation and after it a verb of saying with its source («…»، قال X). The quotation, and what goes on of it after the source, is the content.",
    "verb-colon-quote" "A verb of saying, a colon and a quotation. The quotation is the content.",
    "verb-colon-that" "A verb of saying, a colon and a clause after أن or إن.",
    "verb-colon" "A verb of saying and a colon. What follows up to the end of the sentence is the content.",
    "verb-an" "A verb that governs عن (كشف عن، تحدث عن) and the noun that follows.",
    "verb-ila" "A verb that governs إلى (أشار إلى، لفت إلى) and the noun that follows.",
    "verb-ala" "A verb that governs على (شدد على) and the noun that follows.",
    "verb-min" "A verb that governs من (حذر من) and the noun that follows.",
    "verb-fi" "A verb that governs في (شكك في) and the noun that follows.",
    "verb-bi" "A verb that governs بـ (أفاد بـ، وعد بـ) and the noun that follows.",
    "verb-address" "A demand, call or warning to somebody (طالب X بـ، دعا X إلى، حث X على). The one addressed and what is wanted are the content.",
    "verb-accuse" "An accusation (اتهم X بـ). The accused and what is alleged are the content.",
    "verb-describe" "A description (وصف X بأنه). What is described and how are the content.",
    "verb-noun" "A verb with a noun of something that happens as its object (أعلن وفاة، نفى ضلوعه).",
    "verb-judged" "A judgement (أدان، انتقد) of what the noun after the source names.",
    "participle-that" "A participle (مضيفا، مؤكدا) with a clause; the source is that of the sentence's verb.",
    "participle-quote" "A participle (قائلا) with a quotation; the source is that of the sentence's verb.",
    "participle-colon" "A participle with a colon; the source is that of the sentence's verb.",
    "participle-object" "A participle with a noun as its content (مشيرا إلى، مطالبا بـ); the source is that of the sentence's verb.",
    "carried" "في بيان نقلته X: the statement of somebody else came through X. This is X, the outer link.",
    "relay" "نقل X عن Y: X carried the words of Y. This is X, the outer link.",
    "relay-saying" "نقل X عن Y قوله: this is Y, whose words came through X.",
    "relay-from" "نقل X عن Y أن: this is Y, whose words came through X.",
    "phrase-tail" "A phrase after the words names their source (…، بحسب X؛ …، كما قال X). The clause before it is the content.",
    "phrase-head" "A phrase before the words names their source (وبحسب X، …). The clause after it is the content.",
    "phrase-relay" "نقلا عن X: the words came from X.",
    "noun-that" "A noun that carries a report (مخاوف من أن، أنباء بأن) with a clause.",
    "noun-of" "A noun that carries a report (أنباء عن، مخاوف من) with a noun of what is reported.",
    "masdar-that" "A verbal noun of saying (قوله إن، تأكيد الوزير أن) with a clause; whose it is tells the source.",
    "masdar-of" "A verbal noun of saying (إعلانها وفاة، دعوة الحزب إلى) with a noun as content; whose it is tells the source.",
    "quotation-alone" "A quotation with no verb beside it: the speech of the last speaker goes on.",
}

/// The rule with this id.
#[must_use]
pub fn rule(id: &str) -> Option<Rule> {
    RULES.iter().find(|r| r.id == id).copied()
}
