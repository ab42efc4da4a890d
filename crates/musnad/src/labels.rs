//! The words of the program's own voice, in English and Arabic.

use musnad_compare::{CopyKind, trace::ConflictKind};
use musnad_model::{BlockKind, LabelKind, Modality, Mode, Polarity, Stance};

use crate::cli::Ui;

/// A label of the output for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    Article,
    Title,
    Publisher,
    Published,
    Url,
    Blocks,
    Attributions,
    Notes,
    Speaker,
    Unnamed,
    Negated,
    Mode,
    Via,
    Cue,
    Content,
    Source,
    Stance,
    Rule,
    Why,
    Confidence,
    Chain,
    NoWhy,
    At,
    Confirmed,
    Rejected,
    SourceSet,
    Credibility,
    Reliability,
    Lines,
    Says,
    SaidOf,
    SpeaksAbout,
    Place,
    When,
    Propositions,
    Labels,
    Narration,
    Event,
    Polarity,
    Modality,
    Trigger,
    Kind,
    Target,
    Author,
    Undone,
    Found,
    Moved,
    More,
    OrderUnknown,
    OneRoot,
    SharedText,
}

impl Label {
    /// The label's words.
    pub fn words(self, ui: Ui) -> &'static str {
        let (en, ar) = match self {
            Self::Article => ("article", "المقال"),
            Self::Title => ("title", "العنوان"),
            Self::Publisher => ("publisher", "الناشر"),
            Self::Published => ("published", "تاريخ النشر"),
            Self::Url => ("address", "الرابط"),
            Self::Blocks => ("blocks", "الفقرات"),
            Self::Attributions => ("attributions", "الإسنادات"),
            Self::Notes => ("notes", "ملاحظات"),
            Self::Speaker => ("speaker", "القائل"),
            Self::Unnamed => ("— unnamed", "— غير مسمى"),
            Self::Negated => ("negated", "منفي"),
            Self::Mode => ("mode", "الصيغة"),
            Self::Via => ("via", "عبر"),
            Self::Cue => ("cue", "لفظ الإسناد"),
            Self::Content => ("content", "المضمون"),
            Self::Source => ("source", "المصدر"),
            Self::Stance => ("stance", "نوع الإسناد"),
            Self::Rule => ("rule", "القاعدة"),
            Self::Why => ("why", "السبب"),
            Self::Confidence => ("confidence", "درجة الثقة"),
            Self::Chain => ("chain", "السلسلة"),
            Self::NoWhy => ("this version does not know the rule", "هذه النسخة لا تعرف القاعدة"),
            Self::At => ("at", "الموضع"),
            Self::Confirmed => ("confirmed by a person", "أكده قارئ"),
            Self::Rejected => ("rejected by a person", "رفضه قارئ"),
            Self::SourceSet => ("source set by a person", "حدد المصدر قارئ"),
            Self::Credibility => ("credibility", "درجة المصداقية"),
            Self::Reliability => ("reliability", "درجة الموثوقية"),
            Self::Lines => ("independent lines", "خطوط مستقلة"),
            Self::Says => ("says", "يقول"),
            Self::SaidOf => ("is said of them", "قيل عنه"),
            Self::SpeaksAbout => ("speaks about", "يتحدث عن"),
            Self::Place => ("place", "المكان"),
            Self::When => ("when", "متى"),
            Self::Propositions => ("propositions", "القضايا"),
            Self::Labels => ("labels", "الأوصاف"),
            Self::Narration => ("narration", "سرد المقال"),
            Self::Event => ("event", "الحدث"),
            Self::Polarity => ("polarity", "الإثبات أو النفي"),
            Self::Modality => ("modality", "الجهة"),
            Self::Trigger => ("word", "اللفظ"),
            Self::Kind => ("kind", "النوع"),
            Self::Target => ("put on", "الموصوف"),
            Self::Author => ("by", "بقلم"),
            Self::Undone => ("undone", "أُلغي"),
            Self::Found => ("found", "الكلمات"),
            Self::Moved => ("put here by people", "نقله قارئ إلى هنا"),
            Self::More => ("more", "أخرى"),
            Self::OrderUnknown => ("it is not known which was first", "لا يُعرف أيهما أسبق"),
            Self::SharedText => ("one text", "نص واحد"),
            Self::OneRoot => ("both from an earlier article", "كلاهما عن مقال أسبق"),
        };
        pick(ui, en, ar)
    }
}

/// A stance in words.
pub fn stance(stance: Stance, ui: Ui) -> &'static str {
    let ar = match stance {
        Stance::Says => "قول",
        Stance::Affirms => "تأكيد",
        Stance::Alleges => "ادعاء",
        Stance::Believes => "اعتقاد",
        Stance::Denies => "نفي",
        Stance::Accuses => "اتهام",
        Stance::Urges => "مطالبة",
        Stance::Warns => "تحذير",
        Stance::Commits => "تعهد",
        Stance::Judges => "تقييم",
    };
    pick(ui, stance.as_str(), ar)
}

/// Whether something is said to be so, in words.
pub fn polarity(polarity: Polarity, ui: Ui) -> &'static str {
    match polarity {
        Polarity::Positive => pick(ui, "+", "مثبت"),
        Polarity::Negative => pick(ui, "not", "منفي"),
    }
}

/// How something is told, in words.
pub fn modality(modality: Modality, ui: Ui) -> &'static str {
    let ar = match modality {
        Modality::Actual => "واقع",
        Modality::Future => "مقبل",
        Modality::Possible => "محتمل",
        Modality::Intended => "مقصود",
        Modality::Demanded => "مطلوب",
    };
    pick(ui, modality.as_str(), ar)
}

/// A kind of label in words.
pub fn label_kind(kind: LabelKind, ui: Ui) -> &'static str {
    match kind {
        LabelKind::ScareQuote => pick(ui, "scare quotes", "بين علامتي تنصيص"),
        LabelKind::SoCalled => pick(ui, "so-called", "تسمية منسوبة"),
        LabelKind::Loaded => pick(ui, "loaded word", "لفظ منحاز"),
    }
}

/// How two articles came to share text, in words.
pub fn copy(kind: CopyKind, ui: Ui) -> &'static str {
    match kind {
        CopyKind::Silent => pick(ui, "silent copy", "نقل بلا إسناد"),
        CopyKind::Credited => pick(ui, "credited copy", "نقل مع الإسناد"),
        CopyKind::Agencies => pick(ui, "from agencies", "عن وكالات"),
        CopyKind::CommonSource => pick(ui, "common source", "مصدر مشترك"),
        CopyKind::Republished => pick(ui, "published again", "إعادة نشر"),
    }
}

/// What versions differ in, in words.
pub fn conflict(kind: ConflictKind, ui: Ui) -> &'static str {
    match kind {
        ConflictKind::Denial => pick(ui, "denial", "نفي"),
        ConflictKind::Polarity => pick(ui, "so and not so", "إثبات ونفي"),
        ConflictKind::Number => pick(ui, "different numbers", "أعداد مختلفة"),
        ConflictKind::Place => pick(ui, "different places", "أماكن مختلفة"),
        ConflictKind::Holder => pick(ui, "different holders", "جهات مسيطرة مختلفة"),
    }
}

/// A mode in words.
pub fn mode(mode: Mode, ui: Ui) -> &'static str {
    match mode {
        Mode::Direct => pick(ui, "direct", "مباشر"),
        Mode::Indirect => pick(ui, "indirect", "غير مباشر"),
        Mode::Mixed => pick(ui, "mixed", "مختلط"),
    }
}

/// A kind of block in words.
pub fn block(kind: BlockKind, ui: Ui) -> &'static str {
    match kind {
        BlockKind::Heading => pick(ui, "heading", "عنوان"),
        BlockKind::Paragraph => pick(ui, "paragraph", "فقرة"),
        BlockKind::Byline => pick(ui, "byline", "سطر التحرير"),
        BlockKind::Caption => pick(ui, "caption", "تعليق صورة"),
        BlockKind::Related => pick(ui, "related", "اقرأ أيضا"),
    }
}

fn pick(ui: Ui, en: &'static str, ar: &'static str) -> &'static str {
    match ui {
        Ui::En => en,
        Ui::Ar => ar,
    }
}
