//! Names that are one, and pairs of which nobody can tell.

use super::{Name, Same};

/// Classes of names that are one: for each name the index of the first of its class, and
/// pairs of classes that may be one and were not joined.
pub(crate) struct Classes {
    pub(crate) class: Vec<usize>,
    /// Pairs of classes, each `(lower, higher)`, sorted.
    pub(crate) doubtful: Vec<(usize, usize)>,
}

/// Most names that are compared pair by pair; beyond it only equal names are joined.
const MOST_NAMES: usize = 600;

/// Joins names that are one. A short form joins the only class that it fits; where it fits
/// several it stays apart and the pairs are doubtful. Sort the names first: then the result
/// does not depend on who named whom first.
pub(crate) fn classes(names: &[Name]) -> Classes {
    let mut class: Vec<usize> = (0..names.len()).collect();
    let few = names.len() <= MOST_NAMES;
    for i in 0..names.len() {
        for j in i + 1..names.len() {
            // Beyond the bound equal names stand side by side, since they are sorted.
            let same = if few { names[i].same(&names[j]) == Same::Yes } else { names[i].shown == names[j].shown };
            if same && !names[i].unnamed() {
                unite(&mut class, i, j);
            } else if !few {
                break;
            }
        }
    }
    let mut doubtful = Vec::new();
    if few {
        // Longest first: a name is joined when all longer ones have found their places.
        let mut turns: Vec<usize> = (0..names.len()).collect();
        turns.sort_by_key(|&i| (std::cmp::Reverse(names[i].words.len()), i));
        for i in turns {
            let fits = |j: &usize| names[i].same(&names[*j]) == Same::Short && names[i].shorter(&names[*j]);
            let mut found: Vec<usize> =
                (0..names.len()).filter(fits).map(|j| class[j]).filter(|&c| c != class[i]).collect();
            found.sort_unstable();
            found.dedup();
            match found[..] {
                [one] => unite(&mut class, i, one),
                _ => doubtful.extend(found.iter().map(|&one| (i, one))),
            }
        }
    }
    let mut doubtful: Vec<(usize, usize)> = doubtful
        .into_iter()
        .map(|(a, b)| (class[a].min(class[b]), class[a].max(class[b])))
        .filter(|(a, b)| a != b)
        .collect();
    doubtful.sort_unstable();
    doubtful.dedup();
    Classes { class, doubtful }
}

fn unite(class: &mut [usize], a: usize, b: usize) {
    let (a, b) = (class[a].min(class[b]), class[a].max(class[b]));
    if a != b {
        class.iter_mut().filter(|c| **c == b).for_each(|c| *c = a);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use musnad_model::{Entity, EntityKind};

    fn entity(kind: EntityKind, name: &str, roles: &[&str]) -> Name {
        Name::of(&Entity {
            id: String::new(),
            kind,
            name: name.to_owned(),
            aliases: Vec::new(),
            mentions: Vec::new(),
            roles: roles.iter().map(|&role| role.to_owned()).collect(),
            key: String::new(),
            latin: None,
        })
    }

    fn person(name: &str) -> Name {
        entity(EntityKind::Person, name, &[])
    }

    /// The names of each class, joined by ` = `, and the doubtful pairs by ` ~ `.
    #[track_caller]
    fn check(mut names: Vec<Name>, want: &[&str]) {
        names.sort();
        let classes = classes(&names);
        let mut got: Vec<String> = (0..names.len())
            .filter(|&i| classes.class[i] == i)
            .map(|c| {
                let members = (0..names.len()).filter(|&i| classes.class[i] == c).map(|i| names[i].shown.as_str());
                members.collect::<Vec<_>>().join(" = ")
            })
            .collect();
        got.extend(classes.doubtful.iter().map(|&(a, b)| format!("{} ~ {}", names[a].shown, names[b].shown)));
        let mut want: Vec<String> = want.iter().map(|&line| line.to_owned()).collect();
        got.sort();
        want.sort();
        assert_eq!(got, want);
    }

    #[test]
    fn spellings_and_short_forms_of_one_person_are_one() {
        check(
            ["سمير عبد الرحمن الحلبي", "سمير الحلبي", "الحلبي", "سمير عبدالرحمن الحلبى"].map(person).to_vec(),
            &["الحلبي = سمير الحلبي = سمير عبد الرحمن الحلبي = سمير عبدالرحمن الحلبى"],
        );
    }

    #[test]
    fn a_family_name_of_two_people_stays_in_doubt() {
        check(
            ["سمير الحلبي", "نادر الحلبي", "الحلبي"].map(person).to_vec(),
            &["الحلبي", "سمير الحلبي", "نادر الحلبي", "الحلبي ~ سمير الحلبي", "الحلبي ~ نادر الحلبي"],
        );
    }

    #[test]
    fn a_body_and_its_fuller_name_are_one_unless_two_fit() {
        let body = |name| entity(EntityKind::Organization, name, &[]);
        check(["وزارة الري", "وزارة الري السورالية"].map(body).to_vec(), &["وزارة الري = وزارة الري السورالية"]);
        check(["الري السورالية", "وزاة الري السورالية"].map(body).to_vec(), &["الري السورالية = وزاة الري السورالية"]);
        check(
            ["وزارة الري", "وزارة الري السورالية", "وزارة الري المندلية"].map(body).to_vec(),
            &[
                "وزارة الري",
                "وزارة الري السورالية",
                "وزارة الري المندلية",
                "وزارة الري ~ وزارة الري السورالية",
                "وزارة الري ~ وزارة الري المندلية",
            ],
        );
    }

    #[test]
    fn unnamed_sources_are_nobody_twice() {
        let unnamed = |name| entity(EntityKind::Unnamed, name, &[]);
        check(["مصدر أمني", "مصدر أمني"].map(unnamed).to_vec(), &["مصدر أمني", "مصدر أمني"]);
        // A description that was read as a name.
        check(["ثلاثة مصادر في الميناء"; 2].map(person).to_vec(), &["ثلاثة مصادر في الميناء"; 2]);
    }

    #[test]
    fn an_office_speaks_for_its_body() {
        let body = |name| entity(EntityKind::Organization, name, &[]);
        let holder = |role| entity(EntityKind::Person, "سمير الحلبي", &[role]);
        assert!(holder("مدير المرصد").speaks_for(&body("المرصد السورالي للمياه")));
        assert!(holder("المتحدث باسم وزارة الري").speaks_for(&body("وزارة الري")));
        assert!(holder("وزير الري").speaks_for(&body("وزارة الري")));
        assert!(holder("طبيب").speaks_for(&body("مكتب الحلبي")));
        assert!(!holder("وزير الصحة").speaks_for(&body("وزارة الري")));
        assert!(!holder("طبيب").speaks_for(&body("وزارة الري")));
    }
}
