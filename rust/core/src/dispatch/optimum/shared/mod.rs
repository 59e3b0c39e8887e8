//! Unlike batteries behind one connection: each answers, in turn, to a price of what they share.
//!
//! Where net energy sits at a kink of what the connection costs, at zero or at a limit, the price
//! of a step lies anywhere between those on both sides of it. The method of multipliers finds it:
//! the kink is eased into a ramp about the price known so far, every battery answers to the ramp
//! by its own slope queue beside what all others do, and the price at which they meet is the middle
//! of the next ramp (D. Bertsekas, "Constrained optimization and Lagrange multiplier methods",
//! 1982). A charged peak answers too: with the power that imports are to stay under, and with what
//! each step pays of the charge until they do. A last answer to the kinks themselves keeps all
//! limits; what each battery alone would do best at the prices bounds the cost of any plan
//! (H. Everett, Oper. Res. 11(3), 1963).

mod bound;
mod ladder;
mod level;
mod member;
mod plan;
mod rounds;
mod scale;
mod search;
mod stairs;
mod toll;

pub use plan::SharedPlan;
