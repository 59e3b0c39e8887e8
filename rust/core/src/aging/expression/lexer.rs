//! Characters in, tokens out.

use crate::aging::expression::Fault;

/// The smallest pieces that carry meaning.
#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    /// A number.
    Number(f64),
    /// A name of a parameter, a stressor, a function.
    Name(String),
    /// An operator, a bracket or a comma.
    Symbol(&'static str),
    /// The text is over.
    End,
}

const SYMBOLS: [&str; 12] = ["**", "<=", ">=", "+", "-", "*", "/", "(", ")", ",", "<", ">"];
/// A tree leans as deep as its text is long, and the stack must hold it.
const LONGEST: usize = 2048;

/// The tokens of `text`, each with its column.
///
/// # Errors
/// A [`Fault`] at the first character that begins no token, or if the text is too long.
pub fn tokens(text: &str) -> Result<Vec<(usize, Token)>, Fault> {
    let characters: Vec<char> = text.chars().collect();
    if characters.len() > LONGEST {
        let message = format!("a formula ends after {LONGEST} characters at most");
        return Err(Fault::new(LONGEST, message));
    }
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&first) = characters.get(at) {
        if first.is_whitespace() {
            at += 1;
            continue;
        }
        let (token, length) = token(&characters[at..], at + 1)?;
        found.push((at + 1, token));
        at += length;
    }
    found.push((characters.len() + 1, Token::End));
    Ok(found)
}

fn token(rest: &[char], column: usize) -> Result<(Token, usize), Fault> {
    let Some(&first) = rest.first() else {
        return Ok((Token::End, 0));
    };
    if first.is_ascii_digit() || first == '.' {
        return number(rest, column);
    }
    if is_letter(first) {
        let name: String = rest.iter().take_while(|c| is_in_name(**c)).collect();
        let length = name.chars().count();
        return Ok((Token::Name(name), length));
    }
    SYMBOLS
        .iter()
        .find(|symbol| symbol.chars().zip(rest).filter(|(a, b)| a == *b).count() == symbol.len())
        .map(|symbol| (Token::Symbol(symbol), symbol.len()))
        .ok_or_else(|| Fault::new(column, format!("{first:?} has no meaning here")))
}

fn number(rest: &[char], column: usize) -> Result<(Token, usize), Fault> {
    let digits = |from: usize| rest[from..].iter().take_while(|c| c.is_ascii_digit()).count();
    let mut length = digits(0);
    if rest.get(length) == Some(&'.') {
        length += 1 + digits(length + 1);
    }
    if matches!(rest.get(length), Some('e' | 'E')) {
        let sign = usize::from(matches!(rest.get(length + 1), Some('+' | '-')));
        length += 1 + sign + digits(length + 1 + sign);
    }
    let text: String = rest[..length].iter().collect();
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok((Token::Number(value), length)),
        _ => Err(Fault::new(column, format!("{text:?} is no finite number"))),
    }
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_'
}

fn is_in_name(c: char) -> bool {
    is_letter(c) || c.is_ascii_digit()
}
