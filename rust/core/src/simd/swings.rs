//! What kernels on the swings of a series work on.

/// Steps whose marks are the bits of one word.
pub const WORD: usize = 64;

/// Places in a buffer, a power of two: a place modulo it is inside without a branch.
pub const SIZE: usize = 2048;

/// Steps that a buffer takes; beyond them, whole registers may still be read and written.
pub const BLOCK: usize = SIZE - WORD;

/// A block in work, which stays in the nearest cache.
pub type Buffer = [f64; SIZE];

/// Where swings begin, and where they turn back.
pub struct Ends {
    /// Points at which they begin.
    pub from: Buffer,
    /// Points at which they turn back.
    pub to: Buffer,
}

/// The marks of a block.
pub type Marks = [Steps; BLOCK / WORD];

/// What a word of steps does, a bit for each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Steps {
    /// It leads away from a turning point.
    pub turned: u64,
    /// It stays where it is.
    pub rests: u64,
}

/// Directions, where rests go on in the direction before them: one addition carries it through.
#[inline]
pub fn filled(up: u64, rests: u64, rises: u64) -> u64 {
    let carried = ((up << 1) | rises) & rests;
    up | ((carried.wrapping_add(rests) ^ rests) & rests)
}
