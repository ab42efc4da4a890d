//! The rules by which attributions, propositions and labels are made: what `explain` says.

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
    "frame-verb" "A finite verb of the pack's frames. Its subject stands before or after it, or is that of the verb it is joined to; objects and prepositions fill the roles that the pack gives them.",
    "frame-passive" "A verb without an object of its own, or in the passive: it is done to the only noun phrase that stands there.",
    "frame-phrase" "A verb that means this only with a fixed word beside it (ألقى القبض على).",
    "frame-noun" "A noun that tells of an event. What follows it in the construct or its pronoun acts or is acted on, as the pack says.",
    "frame-governed" "A noun that tells of an event under a verb or noun that says who acts in it (شن هجوما، تعرض لقصف، محاولة السيطرة).",
    "frame-participle" "A participle beside a noun: an active one says what the noun does, a passive one what is done to it.",
    "label-scare-quote" "One to three words of the article's own in quotation marks, that are no name and nobody's speech.",
    "label-so-called" "Words that say that others call it so (ما يسمى، ما وصفه بـ، المزعوم). The label is put on what they introduce.",
    "label-epithet" "A word of the pack's list of loaded words as an adjective or apposition beside somebody.",
    "label-head" "A loaded noun before the name of whose it is.",
    "label-alone" "A loaded noun that stands for somebody by itself.",
}

/// The rule with this id.
#[must_use]
pub fn rule(id: &str) -> Option<Rule> {
    RULES.iter().find(|r| r.id == id).copied()
}
