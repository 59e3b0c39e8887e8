//! What a register of samples can do.

/// A set of instructions, as a token that exists only where the processor has them.
pub trait Lanes: Copy {
    /// Samples side by side.
    type Register: Copy;
    /// How many they are.
    const COUNT: usize;

    /// The same sample in every lane.
    fn splat(self, sample: f64) -> Self::Register;
    /// The samples from place `at` on, or zeros where they do not fill the lanes.
    fn load(self, from: &[f64], at: usize) -> Self::Register;
    /// Writes all lanes from place `at` on, or nothing where they do not fit.
    fn store(self, to: &mut [f64], at: usize, lanes: Self::Register);
    /// Lane by lane, a + b.
    fn add(self, a: Self::Register, b: Self::Register) -> Self::Register;
    /// Lane by lane, a with its sign turned where b has one.
    fn turn(self, a: Self::Register, b: Self::Register) -> Self::Register;
    /// A bit for every lane, set where a > b.
    fn greater(self, a: Self::Register, b: Self::Register) -> u64;
    /// A bit for every lane, set where both are numbers and not the same.
    fn differ(self, a: Self::Register, b: Self::Register) -> u64;
    /// A bit for every lane, set unless a <= b: also where one of them is not a number.
    fn not_within(self, a: Self::Register, b: Self::Register) -> u64;
    /// The lanes that `mask` names moved to the front, in their order.
    fn compress(self, lanes: Self::Register, mask: u64) -> Self::Register;
    /// Brings what stands at `place` closer, if anything does.
    fn fetch(self, place: *const f64);
}
