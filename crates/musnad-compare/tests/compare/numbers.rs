//! Made-up words for tests and benchmarks of many articles.

/// Numbers that look random and are the same on every run (SplitMix64).
pub struct Numbers {
    state: u64,
    /// How many roots words are made of, as a square: fewer make words meet more often.
    roots: u64,
}

impl Numbers {
    pub fn new(seed: u64, roots: u64) -> Self {
        Self { state: seed, roots }
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }

    /// A made-up word. As in a language, few words are frequent: the square of a number
    /// that is spread evenly is small more often.
    pub fn word(&mut self) -> String {
        const LETTERS: [char; 14] = ['ب', 'ت', 'ج', 'ح', 'د', 'ر', 'س', 'ص', 'ط', 'ع', 'ق', 'ل', 'م', 'ن'];
        let root = self.below(self.roots);
        let mut at = root * root + self.below(1 + root);
        let mut word = String::from("م");
        for _ in 0..4 {
            word.push(LETTERS[(at % 14) as usize]);
            at /= 14;
        }
        word
    }

    /// A statement of at least so many words, and up to seven more.
    pub fn statement(&mut self, least: u64) -> Vec<String> {
        (0..least + self.below(8)).map(|_| self.word()).collect()
    }
}
