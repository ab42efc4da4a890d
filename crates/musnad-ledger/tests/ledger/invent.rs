//! Invents articles with their readings: people, outlets and events that do not exist.
//! The same number always gives the same article. Used by the tests and by `examples/add.rs`.

use std::collections::BTreeMap;

use musnad_model::{
    Attribution, Block, BlockKind, Engine, Entity, EntityKind, Mode, Place, PlaceKind, Polarity, Proposition, Reading,
    Span, Stance, Time,
};

/// A text under way, with what stands where.
pub struct Draft {
    pub reading: Reading,
    chars: u32,
}

impl Draft {
    pub fn new(publisher: &str, published: &str) -> Self {
        let reading = Reading {
            schema: "musnad/1".into(),
            id: String::new(),
            sha256: String::new(),
            language: "ar".into(),
            url: None,
            publisher: Some(publisher.into()),
            title: None,
            published: published.parse().ok(),
            published_at: None,
            text: String::new(),
            blocks: vec![],
            attributions: vec![],
            entities: vec![],
            times: vec![],
            places: vec![],
            quantities: vec![],
            propositions: vec![],
            labels: vec![],
            notes: vec![],
            engine: Engine { version: "0.1.0".into(), pack: "ar@1".into() },
        };
        Self { reading, chars: 0 }
    }

    /// Appends words and says where they stand.
    pub fn put(&mut self, words: &str) -> Span {
        let start = self.chars;
        self.chars += u32::try_from(words.chars().count()).unwrap();
        self.reading.text.push_str(words);
        Span::new(start, self.chars)
    }

    /// Names somebody.
    pub fn name(&mut self, kind: EntityKind, name: &str, spelled: &str) -> (Span, String) {
        let span = self.put(spelled);
        let word = serde_json::to_value(kind).unwrap();
        let folded = musnad_model::fold::fold(name, musnad_model::fold::Strength::Lossy);
        let key = format!("{}:{folded}", word.as_str().unwrap());
        let count = self.reading.entities.len();
        let entity = match self.reading.entities.iter_mut().find(|entity| entity.key == key) {
            Some(entity) => entity,
            None => {
                self.reading.entities.push(Entity {
                    id: format!("e{}", count + 1),
                    kind,
                    name: name.into(),
                    aliases: vec![],
                    mentions: vec![],
                    roles: vec![],
                    key,
                    latin: None,
                });
                self.reading.entities.last_mut().unwrap()
            }
        };
        entity.mentions.push(span);
        if spelled != entity.name && !entity.aliases.iter().any(|alias| alias == spelled) {
            entity.aliases.push(spelled.into());
        }
        (span, entity.id.clone())
    }

    pub fn place(&mut self, name: &str, country: &str, lat: f64, lon: f64) -> Span {
        let span = self.put(name);
        self.reading.places.push(Place {
            span,
            kind: PlaceKind::City,
            name: name.into(),
            country: Some(country.into()),
            lat: Some(lat),
            lon: Some(lon),
            radius_km: Some(5.0),
            geonames: None,
            rule: "name".into(),
        });
        span
    }

    pub fn time(&mut self, words: &str, value: &str) -> Span {
        let span = self.put(words);
        let value = Some(value.into());
        self.reading.times.push(Time { span, value, calendar: "gregorian".into(), rule: "day".into() });
        span
    }

    pub fn attribute(
        &mut self,
        source: Span,
        cue: Span,
        content: Span,
        stance: Stance,
        speaker: &str,
        entity: &str,
    ) -> String {
        let id = format!("a{}", self.reading.attributions.len() + 1);
        self.reading.attributions.push(Attribution {
            id: id.clone(),
            source: vec![source],
            cue: vec![cue],
            content: vec![content],
            mode: Mode::Indirect,
            stance,
            negated: false,
            speaker: Some(speaker.into()),
            speaker_entity: Some(entity.into()),
            via: None,
            parent: None,
            rule: "verb-that".into(),
            confidence: 0.9,
        });
        id
    }

    pub fn propose(&mut self, attribution: Option<&str>, frame: &str, roles: &[(&str, Span)], trigger: Span) {
        let roles: BTreeMap<String, Vec<Span>> =
            roles.iter().map(|&(role, span)| (role.to_owned(), vec![span])).collect();
        self.reading.propositions.push(Proposition {
            attribution: attribution.map(Into::into),
            frame: frame.into(),
            polarity: Polarity::Positive,
            roles,
            trigger,
            rule: "frame".into(),
        });
    }

    pub fn done(mut self) -> Reading {
        self.reading.sha256 = musnad_model::ArticleId::of(&self.reading.text).0;
        self.reading.id = self.reading.sha256.clone();
        self.reading.blocks = vec![Block { kind: BlockKind::Paragraph, span: Span::new(0, self.chars) }];
        self.reading
    }
}

/// A source of numbers that are the same everywhere.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

pub const OUTLETS: [&str; 5] = ["صحيفة المرفأ", "وكالة الساحل", "قناة السهل", "موقع الميناء", "جريدة الواحة"];
pub const PEOPLE: [&str; 8] = [
    "سلمى الرواحي",
    "أحمد النجار",
    "هدى الصباغ",
    "إبراهيم القاضي",
    "نوال الحداد",
    "وليد الباز",
    "آمنة الخياط",
    "لطفي السقا",
];
pub const TOWNS: [(&str, &str, f64, f64); 4] = [
    ("رأس المرجان", "XA", 12.5, 44.25),
    ("وادي السدر", "XA", 13.0, 45.0),
    ("تل الزعفران", "XB", 30.25, 20.5),
    ("عين الكروم", "XB", 31.0, 21.0),
];
const DEEDS: [&str; 8] = [
    "السفينة غادرت الرصيف فجر الأحد",
    "المجلس وافق على الميزانية الجديدة",
    "المفاوضات ستستأنف خلال أيام",
    "الجسر أغلق أمام الشاحنات",
    "وزير النقل زار الورشة",
    "الفيضان دمر عشرين منزلا",
    "المحطة تعمل بكامل طاقتها",
    "الاتفاق لم يوقع بعد",
];
const CUES: [(&str, Stance); 6] = [
    ("قال", Stance::Says),
    ("أكد", Stance::Affirms),
    ("نفى", Stance::Denies),
    ("زعم", Stance::Alleges),
    ("حذر", Stance::Warns),
    ("اتهم", Stance::Accuses),
];

/// The spellings in which a name comes: as it is, without hamzas, with vowel marks, behind a clitic.
fn spell(dice: &mut Dice, name: &str) -> String {
    match dice.below(5) {
        0 => musnad_model::fold::fold(name, musnad_model::fold::Strength::Lossy),
        1 => format!("و{name}"),
        2 => format!("ل{name}"),
        3 => name.replacen('م', "مَ", 1),
        _ => name.to_owned(),
    }
}

/// Article number `n`.
pub fn article(n: u64) -> Reading {
    let mut dice = Dice(n.wrapping_mul(0x9e37_79b9).wrapping_add(7));
    let day = format!("2024-{:02}-{:02}", dice.below(12) + 1, dice.below(28) + 1);
    let mut draft = Draft::new(OUTLETS[dice.below(OUTLETS.len())], &day);
    draft.reading.title = Some(format!("{} ({n})", dice.pick(&DEEDS)));
    draft.reading.url = Some(format!("https://outlet{}.example/{n}", dice.below(5)));
    for _ in 0..2 + dice.below(4) {
        let (cue, stance) = *dice.pick(&CUES);
        let person = *dice.pick(&PEOPLE);
        let spelled = spell(&mut dice, person);
        let cue = draft.put(cue);
        draft.put(" ");
        let (source, entity) = draft.name(EntityKind::Person, person, &spelled);
        draft.put(" إن ");
        let from = draft.put(DEEDS[dice.below(DEEDS.len())]);
        draft.put(" وإن ");
        let other = *dice.pick(&PEOPLE);
        let spelled = spell(&mut dice, other);
        let (who, _) = draft.name(EntityKind::Person, other, &spelled);
        draft.put(" ");
        let trigger = draft.put("وصل إلى");
        draft.put(" ");
        let &(town, country, lat, lon) = dice.pick(&TOWNS);
        let town = draft.place(town, country, lat, lon);
        draft.put(" ");
        let value = format!("2024-{:02}-{:02}", dice.below(12) + 1, dice.below(28) + 1);
        let day = draft.time("يوم الأحد", &value);
        let content = Span::new(from.start, day.end);
        let claim = draft.attribute(source, cue, content, stance, person, &entity);
        draft.propose(Some(&claim), "travel", &[("who", who), ("place", town), ("time", day)], trigger);
        draft.put(".\n");
    }
    draft.put(&format!("انتهى التقرير رقم {n}."));
    draft.done()
}

/// The reading as a line of the wire format.
pub fn line(reading: &Reading) -> String {
    serde_json::to_string(reading).unwrap()
}

/// The page that the article came from.
pub fn page(reading: &Reading) -> String {
    let title = reading.title.as_deref().unwrap_or_default();
    format!("<!doctype html><html lang=\"ar\"><title>{title}</title><body><p>{}</p></body></html>", reading.text)
}
