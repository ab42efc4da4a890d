//! The words of the interface, in Arabic and English side by side.

use serde::Serialize;

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tongue {
    /// العربية
    #[default]
    Arabic,
    /// English
    English,
}

impl Tongue {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Arabic, Self::English];

    /// ISO 639-1.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Arabic => "ar",
            Self::English => "en",
        }
    }

    /// The direction of its script, as HTML says it.
    #[must_use]
    pub const fn dir(self) -> &'static str {
        match self {
            Self::Arabic => "rtl",
            Self::English => "ltr",
        }
    }

    /// Its own name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Arabic => "العربية",
            Self::English => "English",
        }
    }
}

/// A kind of thing that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Noun {
    Article,
    Claim,
    Version,
    Outlet,
    Group,
    Word,
    Place,
}

impl Noun {
    /// Arabic forms: one, two, 3 to 10, 11 to 99, any other.
    const fn arabic(self) -> [&'static str; 5] {
        match self {
            Self::Article => ["مقال واحد", "مقالان", "مقالات", "مقالا", "مقال"],
            Self::Claim => ["قول واحد", "قولان", "أقوال", "قولا", "قول"],
            Self::Version => ["رواية واحدة", "روايتان", "روايات", "رواية", "رواية"],
            Self::Outlet => ["وسيلة واحدة", "وسيلتان", "وسائل", "وسيلة", "وسيلة"],
            Self::Group => ["خبر واحد", "خبران", "أخبار", "خبرا", "خبر"],
            Self::Word => ["كلمة واحدة", "كلمتان", "كلمات", "كلمة", "كلمة"],
            Self::Place => ["مكان واحد", "مكانان", "أماكن", "مكانا", "مكان"],
        }
    }

    /// English forms: one, any other.
    const fn english(self) -> [&'static str; 2] {
        match self {
            Self::Article => ["article", "articles"],
            Self::Claim => ["claim", "claims"],
            Self::Version => ["version", "versions"],
            Self::Outlet => ["outlet", "outlets"],
            Self::Group => ["report", "reports"],
            Self::Word => ["word", "words"],
            Self::Place => ["place", "places"],
        }
    }
}

/// A number of things in words, by the plural rules of CLDR.
pub(crate) fn counted(n: usize, noun: Noun, tongue: Tongue) -> String {
    match tongue {
        Tongue::English => format!("{n} {}", noun.english()[usize::from(n != 1)]),
        Tongue::Arabic => {
            let [one, two, few, many, other] = noun.arabic();
            match (n, n % 100) {
                (1, _) => one.to_owned(),
                (2, _) => two.to_owned(),
                (_, 3..=10) => format!("{n} {few}"),
                (_, 11..=99) => format!("{n} {many}"),
                _ => format!("{n} {other}"),
            }
        }
    }
}

macro_rules! words {
    ($($id:ident $ar:literal $en:literal)*) => {
        /// A word or sentence of the interface.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Word { $(#[doc = $en] $id),* }

        impl Word {
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$id),*];

            /// It in a language.
            pub(crate) const fn of(self, tongue: Tongue) -> &'static str {
                match (self, tongue) { $(
                    (Self::$id, Tongue::Arabic) => $ar,
                    (Self::$id, Tongue::English) => $en,
                )* }
            }
        }
    };
}

words! {
    About "عن المكتب" "About"
    Accept "القراءة صحيحة" "Read right"
    Accuses "اتهام" "accuses"
    AddAndRead "أضف واقرأ" "Add and read"
    AddArticle "أضف مقالا" "Add an article"
    AddHint "يُقرأ النص على هذا الجهاز ولا يُرسل إلى أي مكان. اسم الوسيلة هو أول السلسلة، ويوم النشر يحدد «أمس» و«الأحد»." "The text is read on this machine and sent nowhere. The outlet is the root of the chain; the day of publication tells what “yesterday” means."
    AddNote "أضف ملاحظة" "Add a note"
    Address "العنوان" "Address"
    Affirms "تأكيد" "affirms"
    After "صار" "Became"
    All "الكل" "All"
    AllPass "كل السلاسل تمر به" "All chains pass through it"
    Alleges "زعم" "alleges"
    AlsoNamed "ويسمى أيضا" "Also named"
    ArticleKind "مقال" "Article"
    Articles "المقالات" "Articles"
    AsList "القائمة" "As a list"
    AsSource "بوصفها مصدرا" "As a source"
    Before "كان" "Was"
    Believes "رأي" "believes"
    Brand "مُسنَد" "Musnad"
    Broken "حدث خلل في الداخل؛ لم يُفقد شيء" "Something inside is broken; nothing was lost"
    ByStance "بحسب الصيغة" "By stance"
    Bypass "تتجاوزه" "bypass it"
    Came "وصل من" "Came from"
    Chain "السلسلة، من الوسيلة إلى القائل" "Chain, from the outlet to the speaker"
    Chains "السلاسل" "chains"
    Changed "ما تغيّر في الطريق" "What changed on the way"
    Checking "للتحقق" "For checking"
    CheckingHow "كل اقتباس هنا بنصه كما ورد، وأرقام المواضع تُحسب بالحروف من أول النص. بصمة النص وآخر السجل يكشفان أي تغيير." "Each quotation is given as received; positions count code points from the start of the text. The text’s hash and the end of the log show any change."
    Circle "نقل دائري" "Circular reporting"
    CircleClosed "لا يدخل هذه الدائرة شيء من خارجها: لا أحد فيها يقول من أين جاء الخبر." "Nothing enters this circle from outside: nobody in it says where the claim is from."
    CircleUndated "يوم أحد المقالات غير معروف، فلا يُعرف الترتيب." "The day of one article is unknown, and so is the order."
    Claim "القول" "Claim"
    Claims "الأقوال" "Claims"
    Colours "الألوان" "Colours"
    Commits "تعهد" "commits"
    CommonLink "المدار" "Common link"
    Comparing "تجري المقارنة الآن" "Comparing is under way"
    Confidence "الثقة بالقراءة" "Confidence"
    Confirmed "قراءة مؤكدة" "confirmed by people"
    ConflictDenial "نفي" "Denial"
    ConflictHolder "من يسيطر" "Different holders"
    ConflictNumber "أعداد مختلفة" "Different numbers"
    ConflictPlace "أماكن مختلفة" "Different places"
    ConflictPolarity "إثبات ونفي" "So and not so"
    Conflicts "التعارضات" "Conflicts"
    ConflictsWhy "روايات لا تصح معا، جنبا إلى جنب، ولكل منها سلسلتها. لا حكم هنا." "Versions that cannot all be so, side by side, each with its chain. There is no verdict."
    Contested "متعارض" "contested"
    Copies "النسخ" "Copies"
    CopiesWhy "مقالات تشترك في نصها. النسخة لا تضيف خطا مستقلا، ذُكر أصلها أم لم يُذكر." "Articles that share text. A copy adds no independent line, whether it names its origin or not."
    CopyAgencies "تذكر «وكالات» ولا تسميها" "credits agencies and names none"
    CopyCommon "كلاهما يسمي" "both name"
    CopyCredited "مع ذكر" "credits"
    CopyRepublished "الوسيلة نفسها" "the same outlet again"
    CopySilent "بلا ذكر الأصل" "without credit"
    CorrectSource "صحّح المصدر" "Correct the source"
    Credibility "مصداقية القول" "Credibility"
    CredibilitySuggested "درجة مقترحة للمصداقية" "Suggested credibility"
    Credible1 "أكدته مصادر أخرى" "confirmed by other sources"
    Credible2 "صحيح على الأرجح" "probably true"
    Credible3 "ربما كان صحيحا" "possibly true"
    Credible4 "مشكوك فيه" "doubtful"
    Credible5 "مستبعد" "improbable"
    Credible6 "لا يمكن الحكم" "cannot be judged"
    Denies "نفي" "denies"
    Direct "اقتباس مباشر" "quoted"
    DoorWhy "هذا المكتب مفتوح لمن يعرف رمزه. يجده من شغّله في مخرجات الأمر." "This desk is open to who knows its token. Whoever started it finds it in the output of the command."
    Earlier "السابق" "Earlier"
    EdgeCarried "حملته" "carried by"
    EdgeCopied "نسخة" "copied"
    EdgePublished "نشرته" "published by"
    EdgeReported "نُقل عنه" "reported"
    EdgeShared "نص مشترك" "shared text"
    EmptyLedger "لا مقالات بعد. الصق نصا أو اختر ملفات لتبدأ القراءة." "There are no articles yet. Paste a text or choose files to begin."
    EmptyNote "الملاحظة فارغة" "The note is empty"
    Engine "المحرك" "Engine"
    Enter "ادخل" "Enter"
    Exact "بهذا الرسم فقط" "This spelling only"
    Exhibits "الروايات بنصها" "The versions, word for word"
    Explained "كيف يُفسَّر" "How it is explained"
    Files "أو ملفات" "Or files"
    First "أول من نشر" "First"
    FirstDisagree "الوسيلة التي يسميها غيرها ليست الأولى زمنا." "The outlet that others cite is not the first by date."
    FirstUndated "مقالات بلا يوم، وقد يكون أحدها أسبق:" "Articles without a day, each of which may be earlier:"
    ForAPerson "اقتراح من الآلة، والحكم للإنسان." "Suggested by the machine, for a person to judge."
    ForPrograms "للبرامج" "For programs"
    ForProgramsHow "كل صفحة متاحة بصيغة JSON بإضافة .json إلى مسارها، أو بترويسة Accept: application/json." "Every page is JSON too: put .json behind its path, or send Accept: application/json."
    Forged "لم تصل هذه الاستمارة من صفحة مفتوحة لهذا المكتب. أعد فتح الصفحة ثم حاول ثانية." "This form does not come from an open page of this desk. Open the page again and try once more."
    From "من" "From"
    Front "الصفحة الأولى" "Front page"
    Government "حكومة" "Government"
    GroupKind "جماعة" "Group"
    HedgeAdded "أضيف تحفظ" "A hedge was added"
    HedgeDropped "سقط التحفظ" "A hedge was dropped"
    InArticle "في موضعه من المقال" "In the article"
    InSeveral "في أكثر من مقال" "in several articles"
    Indirect "نقل بالمعنى" "reported"
    Judges "تقييم" "judges"
    KeyCopied "نسخة" "copy"
    KeyMadar "مدار: كل الطرق تمر به" "common link: every way passes through it"
    KeyStep "نقل" "passed on"
    KeyUnknown "مصدر غير مسمى" "unnamed source"
    Kind "النوع" "Kind"
    Labels "كيف يُوصف" "How they are labelled"
    LabelsWhy "ألفاظ الوسائل مسجّلة كما هي، بلا تبنٍّ." "The outlets’ own words, recorded and not adopted."
    Later "التالي" "Later"
    Latest "آخرها" "latest"
    LatestArticles "أحدث المقالات" "Latest articles"
    LatestConflicts "ما يتعارض" "What conflicts"
    LayerOriginal "النص كما ورد" "As received"
    LayerRead "مع القراءة" "With the reading"
    Layers "طبقات المقال" "Layers of the article"
    Ledger "السجل" "The ledger"
    LedgerSays "تعذر ذلك في السجل" "The ledger cannot do that"
    Left "الباقي" "Left"
    Legend "مفتاح الخطوط" "What the lines mean"
    LegendWhy "يدل شكل الخط، لا لونه وحده، على الصيغة التي نُسب بها القول. كلما دخل قول في قول نزل خطه درجة." "The shape of a line, not its colour alone, tells how the words are vouched for. Words inside words have their line one step lower."
    Lines "الخطوط المستقلة" "Independent lines"
    LinesAgainst "خطوط النفي" "Lines against"
    LinesAre "عدد الطرق التي لا تلتقي بين قائليها والقارئ. الحد الأدنى لا يعد إلا مصادر مسماة مختلفة، والأعلى يعد كل مصدر غير مسمى شخصا آخر. ما لا يُعرف لا يُحسب استقلالا." "The number of ways from speakers to the reader that share nobody. The lower bound counts only different, named origins; the upper takes each unnamed source for somebody else. What is not known never counts as independence."
    LinesNone "لا مصدر مسمى تبدأ منه طريق مستقلة." "No independent way begins with a named source."
    LinesShown "طرق تبدأ من مصادر مسماة مختلفة ولا تلتقي:" "Ways from different, named sources that do not meet:"
    LinesUnknown "الحد الأعلى يعد كل مصدر غير مسمى مصدرا آخر." "The upper bound takes each unnamed source for another one."
    LoadedLabel "لفظ منحاز" "loaded word"
    LogEnd "آخر السجل" "End of the log"
    Map "الخريطة" "Map"
    MapGrid "السواحل من Natural Earth بلا حدود. الدائرة بقدر دقة الموضع." "Coasts are Natural Earth’s; there are no borders. A circle is as wide as the place is known."
    MapWhy "الأماكن التي تذكرها المقالات. اختر مكانا لترى ما قيل فيه ومن قاله." "Places that the articles name. Choose one to see what is said of it and by whom."
    Merged "اسمان لواحد" "merged"
    Misdirected "هذا المكتب لا يجيب بهذا الاسم. افتحه على localhost." "This desk does not answer by this name. Open it at localhost."
    Mixed "بعضه اقتباس" "partly quoted"
    Mode "النقل" "Mode"
    MostTold "الأكثر تداولا" "Most told"
    Moved "نُقل إلى مجموعة أخرى" "moved to another group"
    Names "الأسماء" "Names"
    Narrated "من كلام المقال نفسه" "In the article’s own words"
    Narrowed "المعروض فقط:" "Shown are only:"
    Network "الشبكة" "Network"
    NetworkWhy "من يقول عن من، وبأي صيغة. اختر خطا لترى الأقوال التي وراءه، أو اسما لترى ما حوله." "Who says what of whom, and how. Choose a line for the claims behind it, a name for what is around it."
    NewHere "وصل جديد. حدّث الصفحة" "There is something new. Reload"
    NoArticle "لم يُعثر على مقال في هذا الملف" "No article was found in this file"
    NoArticlesThen "لا مقالات في هذه الأيام" "There are no articles of these days"
    NoClaimThere "لا قول يذكر هذا المكان؛ يذكره كلام المقالات نفسها." "No claim names this place; the articles’ own words do."
    NoClaims "لم يُعثر في هذا النص على قول منسوب." "No attribution was found in this text."
    NoConflicts "لا تعارض بين ما في السجل حتى الآن." "Nothing in the ledger conflicts so far."
    NoCopies "لا مقالات تشترك في نصها." "No articles share text."
    NoDay "بلا تاريخ" "no date"
    NoGroups "لا قول في أكثر من مقال بعد. أضف مقالات أخرى عن الخبر نفسه." "No claim stands in several articles yet. Add more articles on the same story."
    NoOtherVersion "لم يُعثر على رواية أخرى لهذا القول." "No other version of this claim was found."
    NoOutlet "وسيلة غير معروفة" "unknown outlet"
    NoPlaces "لا أماكن معروفة بعد." "No places are known yet."
    NoPoint "بلا موضع على الخريطة" "not on the map"
    NoSuchRating "لا وجود لهذه الدرجة" "There is no such rating"
    NoTies "لا أحد يقول شيئا عن غيره بعد." "Nobody says anything of anybody yet."
    NoTitle "بلا عنوان" "Untitled"
    NoVerdict "ما قيل، لا ما ثبت" "what is said, not what is so"
    NoWhereabouts "لا أحد يُذكر معه مكان بعد." "Nobody is named with a place yet."
    NobodySaid "لا تصحيح ولا ملاحظة بعد." "No correction and no note yet."
    Not "بلا" "does not"
    NotADay "يوم النشر يُكتب هكذا: 2022-06-05" "The day of publication is written like 2022-06-05"
    NotAForm "الطلب ليس استمارة مقروءة" "The request is not a readable form"
    NotFound "لا صفحة بهذا العنوان" "There is no such page"
    NotThere "يُنفى" "said not to be so"
    Note "ملاحظة" "Note"
    NothingFound "لم يُعثر على شيء. جرّب كلمات أقل؛ كل الكلمات مطلوبة معا." "Nothing was found. Try fewer words: all of them are wanted."
    NothingSaid "لم يُذكر مصدر" "no source is given"
    NothingToAdd "لا نص ولا ملف في الاستمارة" "The form has neither text nor file"
    NothingToReview "لا قراءة مشكوكا فيها. كل ما بقي واثق أو راجعه إنسان." "No reading is doubtful. Whatever is left is sure or was reviewed."
    NumberChanged "تغيّر عدد" "A number was changed"
    Of "عن" "of"
    OnDay "عن يوم" "on"
    OnlyCited "لا مقال لها في السجل؛ يذكرها غيرها." "It has no article in the ledger; others cite it."
    OnlyHere "في هذا المقال وحده" "in this article only"
    OnlyNamed "الاسم والمكان في العبارة نفسها؛ لم تُقرأ بينهما صلة." "Name and place stand in the same words; no relation was read between them."
    OrderUnknown "الترتيب غير معروف" "order unknown"
    Organization "هيئة" "Organisation"
    Origin "الأصل والبصمة" "Origin and hash"
    OtherClaim "قول آخر" "another claim"
    Outlet "الوسيلة" "Outlet"
    Pages "الصفحات" "Pages"
    Paraphrase "بالمعنى" "paraphrase"
    PeopleSay "ما قاله المراجعون" "What people say of it"
    Person "شخص" "Person"
    Place "مكان" "Place"
    Promise "يعرض مُسنَد ما قيل ومن قاله وعمّن نُقل، ولا يقول ما هو الصحيح." "Musnad shows what is said, by whom and according to whom. It never says what is true."
    Published "يوم النشر" "Day of publication"
    QuotationChanged "تغيّر الاقتباس" "A quotation was changed"
    RateClaim "قدّر مصداقية القول" "Rate the claim"
    RateSource "قدّر موثوقية المصدر" "Rate the source"
    Ratings "التقدير والملاحظات" "Ratings and notes"
    Reason "السبب" "Reason"
    Record "سجّل" "Record"
    Recorded "سُجّل ذلك." "It is recorded."
    Reject "ليس قولا" "Not a claim"
    Rejected "ليس قولا منسوبا" "taken out by people"
    RelatedBlock "رابط إلى مقال آخر، ليس من الخبر" "A link to another article, no part of the story"
    Reliability "موثوقية المصدر" "Reliability"
    ReliableA "موثوق تماما" "completely reliable"
    ReliableB "موثوق عادة" "usually reliable"
    ReliableC "موثوق إلى حد ما" "fairly reliable"
    ReliableD "غير موثوق عادة" "not usually reliable"
    ReliableE "غير موثوق" "unreliable"
    ReliableF "لا يمكن الحكم" "cannot be judged"
    Remarks "ملاحظات القراءة" "Remarks of the reader"
    Report "ملف القضية" "Case report"
    Review "المراجعة" "Review"
    ReviewKeys "المفتاح a: صحيحة، r: ليس قولا، u: تراجع. أو بمفتاح الوصول في المتصفح." "Keys: a right, r not a claim, u undo. Or by the browser’s access key."
    ReviewWhy "قراءات تشك فيها الآلة، أكثرها شكا أولا." "Readings that the machine doubts, the most doubtful first."
    Roles "المناصب والأوصاف" "Offices and descriptions"
    Rule "القاعدة" "Rule"
    Said "ما قاله" "What they said"
    SaidNothing "لا قول له في السجل." "Nothing is said by them in the ledger."
    SaidOf "ما قيل عنه" "What is said of them"
    SaidOfNothing "لا قول عنه في السجل." "Nothing is said of them in the ledger."
    SameQuotation "الاقتباس نفسه" "same quotation"
    SameWords "الألفاظ نفسها" "same words"
    Says "قول" "says"
    ScareQuote "بين مزدوجتين" "in scare quotes"
    Search "البحث" "Search"
    SearchAlike "ابحث عن مثله" "Search for the like"
    SearchHint "كلمات أو اسم" "Words or a name"
    SearchHow "اكتب اسما أو كلمات. الهمزات والتاء المربوطة والحركات لا تفرق: احمد تجد أحمد." "Type a name or words. Spelling of hamzas, ta marbuta and vowel marks makes no difference: احمد finds أحمد."
    Shared "المشترك" "Shared"
    SharedText "نص مشترك" "Shared text"
    Sheets "صفحات القائمة" "Pages of the list"
    Show "اعرض" "Show"
    ShowAll "اعرض الكل" "Show all"
    SideAgainst "من ينفيه" "Not so"
    SideFor "من يقوله" "So"
    SideOpen "لا يثبت ولا ينفي" "Neither"
    SingleRoot "أصل واحد" "One root"
    SingleRootWhy "تبدو هذه الوسائل مؤكدة بعضها بعضا، وكل السلاسل تعود إلى أصل واحد:" "These outlets seem to confirm each other, and all chains go back to one root:"
    Skip "إلى النص" "Skip to the text"
    Slow "استغرق الطلب وقتا طويلا" "The request took too long"
    SoCalled "ما يسمى" "so-called"
    SomePass "أكثر السلاسل تمر به" "Most chains pass through it"
    SourceDropped "سقط المصدر" "The source was dropped"
    SourcePromoted "صار المجهول مسمى" "An unnamed source became a named one"
    SourceSet "المصدر مصحّح" "source corrected"
    Spans "الموضع" "Position"
    Speaker "القائل" "Speaker"
    Split "اسم لاثنين" "split"
    Statements "العبارات التي في هذا القول" "Statements in this claim"
    Stranger "هذا المكتب يطلب رمزا" "This desk asks for a token"
    Strengthened "صار أقوى" "Strengthened"
    TakenOut "ما أخرجه المراجعون" "Taken out by people"
    Text "نص المقال" "Text of the article"
    TextHint "الصق نص المقال هنا" "Paste the text here"
    ThemeAuto "كالجهاز" "As the machine"
    ThemeDark "داكن" "Dark"
    ThemeLight "فاتح" "Light"
    Timeline "الزمن" "Timeline"
    Title "العنوان الصحافي" "Headline"
    To "إلى" "To"
    ToDoor "الدخول بالرمز" "Enter by token"
    ToFront "إلى الصفحة الأولى" "To the front page"
    Token "الرمز" "Token"
    TooLarge "أكبر مما يُقبل دفعة واحدة" "More than is taken at once"
    TooMany "ليس هذا كل شيء؛ ضيّق الاختيار لترى الباقي." "This is not everything; narrow it down to see the rest."
    Tree "شجرة النقل" "Transmission"
    Undo "تراجع" "Undo"
    Undone "أُلغي" "undone"
    Unnamed "قائل غير مسمى" "unnamed speaker"
    UnnamedKind "غير مسمى" "Unnamed"
    Unstated "بلا مصدر" "Without a source"
    Urges "مطالبة" "urges"
    Versions "الروايات" "Versions"
    VersionsWhy "الكلمات المعلَّمة تخالف الرواية الأولى." "Marked words differ from the first version."
    Via "عبر" "via"
    ViaDropped "سقطت الوسيلة الناقلة" "The carrying outlet was dropped"
    Warns "تحذير" "warns"
    Weakened "صار أضعف" "Weakened"
    What "ماذا" "What"
    Whereabouts "أماكن الأشخاص" "Whereabouts"
    WhereaboutsWhy "أين يقال إن كل شخص كان، ومن يقول ذلك." "Where everybody is said to be, and who says so."
    Why "القاعدة والتصحيح" "Why, and correcting"
    WithConflicts "منها متعارض" "with conflicts"
    WrongToken "ليس هذا هو الرمز" "That is not the token"
    Named "المذكور" "Named"
    Stance "الصيغة" "Stance"
    HowMany "العدد" "How many"
    RoleFrom "غادره" "left it"
    RoleTo "توجه إليه" "went there"
    RoleVia "مر به" "passed through"
    Persons "شخصا" "persons"
    Killed "قتلى" "killed"
    Injured "مصابين" "injured"
    Missing "مفقودين" "missing"
    Arrested "موقوفين" "arrested"
    Displaced "نازحين" "displaced"
    Rescued "ناجين" "rescued"
    Percent "في المئة" "percent"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_there_in_both_languages() {
        for word in Word::ALL {
            let (ar, en) = (word.of(Tongue::Arabic), word.of(Tongue::English));
            assert!(en.chars().any(|c| c.is_ascii_alphabetic()), "{word:?}");
            assert!(ar.chars().any(|c| ('\u{621}'..='\u{64A}').contains(&c)), "{word:?}");
            assert!(!ar.contains(['\u{200e}', '\u{200f}']), "{word:?}");
        }
    }

    #[test]
    fn numbers_take_the_right_form() {
        let say = |n| counted(n, Noun::Article, Tongue::Arabic);
        assert_eq!(
            [0, 1, 2, 3, 10, 11, 99, 100, 102, 103].map(say),
            [
                "0 مقال",
                "مقال واحد",
                "مقالان",
                "3 مقالات",
                "10 مقالات",
                "11 مقالا",
                "99 مقالا",
                "100 مقال",
                "102 مقال",
                "103 مقالات",
            ]
        );
        assert_eq!(counted(1, Noun::Claim, Tongue::English), "1 claim");
    }
}
