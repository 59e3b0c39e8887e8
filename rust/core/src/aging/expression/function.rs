//! The functions and operators that a formula may use.

/// A function of one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unary {
    /// Change of sign.
    Negate,
    /// Magnitude.
    Abs,
    /// e to the power of x.
    Exp,
    /// Natural logarithm.
    Log,
    /// Square root.
    Sqrt,
    /// Hyperbolic tangent.
    Tanh,
    /// Error function.
    Erf,
}

/// A function of two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Binary {
    /// Sum.
    Add,
    /// Difference.
    Subtract,
    /// Product.
    Multiply,
    /// Quotient.
    Divide,
    /// Power.
    Power,
    /// The smaller one.
    Min,
    /// The larger one.
    Max,
    /// 1 if the left is below the right, else 0.
    Below,
    /// 1 if the left is not above the right, else 0.
    NotAbove,
}

impl Unary {
    /// The function of this name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "abs" => Self::Abs,
            "exp" => Self::Exp,
            "log" => Self::Log,
            "sqrt" => Self::Sqrt,
            "tanh" => Self::Tanh,
            "erf" => Self::Erf,
            _ => return None,
        })
    }

    /// The same as code.
    pub fn code(self) -> fn(f64) -> f64 {
        match self {
            Self::Negate => |x| -x,
            Self::Abs => f64::abs,
            Self::Exp => f64::exp,
            Self::Log => f64::ln,
            Self::Sqrt => f64::sqrt,
            Self::Tanh => f64::tanh,
            Self::Erf => libm::erf,
        }
    }

    /// Whether it costs as much as a look-up in a table, or more.
    pub fn is_dear(self) -> bool {
        !matches!(self, Self::Negate | Self::Abs | Self::Sqrt)
    }
}

impl Binary {
    /// The function of this name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "pow" => Self::Power,
            "min" => Self::Min,
            "max" => Self::Max,
            _ => return None,
        })
    }

    /// The same as code.
    pub fn code(self) -> fn(f64, f64) -> f64 {
        match self {
            Self::Add => |x, y| x + y,
            Self::Subtract => |x, y| x - y,
            Self::Multiply => |x, y| x * y,
            Self::Divide => |x, y| x / y,
            Self::Power => f64::powf,
            Self::Min => f64::min,
            Self::Max => f64::max,
            Self::Below => |x, y| f64::from(x < y),
            Self::NotAbove => |x, y| f64::from(x <= y),
        }
    }

    /// Whether it costs as much as a look-up in a table, or more.
    pub fn is_dear(self) -> bool {
        self == Self::Power
    }
}

/// Whether a formula may not use `name` for anything else.
pub fn is_reserved(name: &str) -> bool {
    name == "where" || Unary::named(name).is_some() || Binary::named(name).is_some()
}
