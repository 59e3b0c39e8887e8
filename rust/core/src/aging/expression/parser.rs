//! Tokens in, a tree out, by the precedence of Python: `-x ** 2` is `-(x ** 2)`.

use crate::aging::expression::Fault;
use crate::aging::expression::function::{Binary, Unary};
use crate::aging::expression::lexer::{Token, tokens};

/// Brackets within brackets beyond this are a mistake, or an attack on the stack.
const DEEPEST: usize = 64;

/// A formula as it was written.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    /// A number.
    Number(f64),
    /// A name, and its column.
    Name(String, usize),
    /// A function of one number.
    Unary(Unary, Box<Tree>),
    /// A function of two numbers.
    Binary(Binary, Box<[Tree; 2]>),
    /// The second where the first is not 0, else the third.
    Where(Box<[Tree; 3]>),
    /// A table of the card at its arguments, and the column of its name.
    Table(String, usize, Vec<Tree>),
}

/// Reads the formula `text`.
///
/// # Errors
/// A [`Fault`] at the first token that does not fit.
pub fn parse(text: &str) -> Result<Tree, Fault> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0, depth: 0 };
    let tree = parser.comparison()?;
    match parser.peek() {
        (_, Token::End) => Ok(tree),
        (column, token) => Err(unexpected(column, &token)),
    }
}

struct Parser {
    tokens: Vec<(usize, Token)>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> (usize, Token) {
        let last = self.tokens.len().saturating_sub(1);
        let token = self.tokens.get(self.at.min(last)).cloned();
        token.unwrap_or((1, Token::End))
    }

    fn next(&mut self) -> (usize, Token) {
        let token = self.peek();
        self.at += 1;
        token
    }

    fn take(&mut self, among: &[&'static str]) -> Option<&'static str> {
        let (_, Token::Symbol(symbol)) = self.peek() else {
            return None;
        };
        let found = among.contains(&symbol);
        self.at += usize::from(found);
        found.then_some(symbol)
    }

    fn expect(&mut self, symbol: &'static str) -> Result<(), Fault> {
        if self.take(&[symbol]).is_some() {
            return Ok(());
        }
        let (column, token) = self.peek();
        Err(Fault::new(column, format!("expected {symbol:?}, found {}", spelled(&token))))
    }

    fn comparison(&mut self) -> Result<Tree, Fault> {
        let left = self.sum()?;
        let Some(symbol) = self.take(&["<", "<=", ">", ">="]) else {
            return Ok(left);
        };
        let right = self.sum()?;
        Ok(match symbol {
            "<" => binary(Binary::Below, left, right),
            "<=" => binary(Binary::NotAbove, left, right),
            ">" => binary(Binary::Below, right, left),
            _ => binary(Binary::NotAbove, right, left),
        })
    }

    fn sum(&mut self) -> Result<Tree, Fault> {
        let mut left = self.product()?;
        while let Some(symbol) = self.take(&["+", "-"]) {
            let operator = if symbol == "+" { Binary::Add } else { Binary::Subtract };
            left = binary(operator, left, self.product()?);
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Tree, Fault> {
        let mut left = self.signed()?;
        while let Some(symbol) = self.take(&["*", "/"]) {
            let operator = if symbol == "*" { Binary::Multiply } else { Binary::Divide };
            left = binary(operator, left, self.signed()?);
        }
        Ok(left)
    }

    /// Every way into a deeper level leads through here, so the depth is watched here.
    fn signed(&mut self) -> Result<Tree, Fault> {
        if self.depth >= DEEPEST {
            return Err(Fault::new(self.peek().0, "nested too deeply"));
        }
        self.depth += 1;
        let tree = match self.take(&["-", "+"]) {
            Some("-") => Tree::Unary(Unary::Negate, Box::new(self.signed()?)),
            Some(_) => self.signed()?,
            None => self.power()?,
        };
        self.depth -= 1;
        Ok(tree)
    }

    fn power(&mut self) -> Result<Tree, Fault> {
        let base = self.atom()?;
        match self.take(&["**"]) {
            Some(_) => Ok(binary(Binary::Power, base, self.signed()?)),
            None => Ok(base),
        }
    }

    fn atom(&mut self) -> Result<Tree, Fault> {
        match self.next() {
            (_, Token::Number(value)) => Ok(Tree::Number(value)),
            (column, Token::Name(name)) => match self.take(&["("]) {
                Some(_) => self.call(name, column),
                None => Ok(Tree::Name(name, column)),
            },
            (_, Token::Symbol("(")) => {
                let inner = self.comparison()?;
                self.expect(")")?;
                Ok(inner)
            }
            (column, token) => Err(unexpected(column, &token)),
        }
    }

    fn call(&mut self, name: String, column: usize) -> Result<Tree, Fault> {
        let mut arguments = vec![self.comparison()?];
        while self.take(&[","]).is_some() {
            arguments.push(self.comparison()?);
        }
        self.expect(")")?;
        called(name, column, arguments)
    }
}

fn called(name: String, column: usize, arguments: Vec<Tree>) -> Result<Tree, Fault> {
    let wrong = |wanted: usize, got: usize| {
        let message = format!("{name} takes {wanted} argument(s), found {got}");
        Err(Fault::new(column, message))
    };
    if let Some(function) = Binary::named(&name) {
        return match <[Tree; 2]>::try_from(arguments) {
            Ok(both) => Ok(Tree::Binary(function, Box::new(both))),
            Err(arguments) => wrong(2, arguments.len()),
        };
    }
    if name == "where" {
        return match <[Tree; 3]>::try_from(arguments) {
            Ok(all) => Ok(Tree::Where(Box::new(all))),
            Err(arguments) => wrong(3, arguments.len()),
        };
    }
    let Some(function) = Unary::named(&name) else {
        return Ok(Tree::Table(name, column, arguments));
    };
    match <[Tree; 1]>::try_from(arguments) {
        Ok([only]) => Ok(Tree::Unary(function, Box::new(only))),
        Err(arguments) => wrong(1, arguments.len()),
    }
}

fn binary(operator: Binary, left: Tree, right: Tree) -> Tree {
    Tree::Binary(operator, Box::new([left, right]))
}

fn unexpected(column: usize, token: &Token) -> Fault {
    Fault::new(column, format!("expected a value or an operator, found {}", spelled(token)))
}

fn spelled(token: &Token) -> String {
    match token {
        Token::Number(value) => value.to_string(),
        Token::Name(name) => format!("{name:?}"),
        Token::Symbol(symbol) => format!("{symbol:?}"),
        Token::End => "the end".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_binds_weaker_than_a_power_and_powers_bind_to_the_right() {
        assert_eq!(parse("-1 ** 2 ** 3"), parse("-(1 ** (2 ** 3))"));
        assert_eq!(parse("2 ** -1 * 3"), parse("(2 ** (-1)) * 3"));
    }

    #[test]
    fn faults_point_at_their_column() {
        for (text, column) in [
            ("1 + $", 5),
            ("exp(1, 2)", 1),
            ("(1 + 2", 7),
            ("1 2", 3),
            ("", 1),
            ("a == b", 3),
            ("1e999", 1),
            ("a < b < c", 7),
        ] {
            assert_eq!(parse(text).unwrap_err().column, column, "{text}");
        }
    }

    #[test]
    fn long_sums_are_taken() {
        assert!(parse(&vec!["x"; 900].join("+")).is_ok());
        assert!(parse(&"+x".repeat(2000)).is_err());
    }

    #[test]
    fn depth_is_refused_before_the_stack_ends() {
        let deep = "(".repeat(2000);
        assert_eq!(parse(&deep).unwrap_err().message, "nested too deeply");
        assert_eq!(parse(&"-".repeat(2000)).unwrap_err().message, "nested too deeply");
    }
}
