//! Times of day to the minute: `20:10`, `20:10Z`, `20:10+02:00`.
//!
//! Without a zone a time is local where the event is. Times of one day are ordered by [`TimeOfDay::minute`], which is
//! in UTC where a zone is given. `date` reads them behind the `T` of a date.

use std::fmt;
use std::str::FromStr;

/// A minute of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TimeOfDay {
    /// Minutes since midnight as written, 0 to 1439.
    written: i16,
    /// How many minutes the zone is ahead of UTC; `None`: not said.
    zone: Option<i16>,
}

/// A text that is no time of day to the minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotATime;

impl TimeOfDay {
    /// The hour as written, 0 to 23.
    #[must_use]
    pub const fn hour(self) -> i16 {
        self.written / 60
    }

    /// The minute of the hour as written, 0 to 59.
    #[must_use]
    pub const fn minute_of_hour(self) -> i16 {
        self.written % 60
    }

    /// Whether a zone is given.
    #[must_use]
    pub const fn has_zone(self) -> bool {
        self.zone.is_some()
    }

    /// Minutes since midnight of the day as written: in UTC where a zone is given, so perhaps less than 0 or more than
    /// a day.
    #[must_use]
    pub fn minute(self) -> i16 {
        self.written - self.zone.unwrap_or_default()
    }
}

impl FromStr for TimeOfDay {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        let (clock, zone) = text.split_at_checked(5).ok_or(NotATime)?;
        let written = minutes(clock, 23).ok_or(NotATime)?;
        let zone = match zone.split_at_checked(1) {
            None => None,
            Some(("Z", "")) => Some(0),
            // No zone is further from UTC than 14 hours.
            Some(("+", ahead)) => Some(minutes(ahead, 14).ok_or(NotATime)?),
            Some(("-", behind)) => Some(-minutes(behind, 14).ok_or(NotATime)?),
            Some(_) => return Err(NotATime),
        };
        Ok(Self { written, zone })
    }
}

/// `HH:MM` as minutes.
fn minutes(text: &str, last_hour: i16) -> Option<i16> {
    let &[h1, h2, b':', m1, m2] = text.as_bytes() else { return None };
    let (hours, minutes) = (two_digits(h1, h2)?, two_digits(m1, m2)?);
    (hours <= last_hour && minutes < 60).then_some(60 * hours + minutes)
}

/// The number that two digits make.
fn two_digits(tens: u8, ones: u8) -> Option<i16> {
    let are_digits = tens.is_ascii_digit() && ones.is_ascii_digit();
    are_digits.then(|| 10 * i16::from(tens - b'0') + i16::from(ones - b'0'))
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}:{:02}", self.hour(), self.minute_of_hour())?;
        match self.zone {
            None => Ok(()),
            Some(0) => formatter.write_str("Z"),
            Some(zone) => {
                let sign = if zone < 0 { '-' } else { '+' };
                write!(formatter, "{sign}{:02}:{:02}", zone.abs() / 60, zone.abs() % 60)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_to_the_minute_with_or_without_a_zone() {
        for (text, minute) in
            [("00:00", 0), ("20:10", 1210), ("20:10Z", 1210), ("00:30+02:00", -90), ("23:30-02:00", 1530)]
        {
            assert_eq!(text.parse::<TimeOfDay>().map(TimeOfDay::minute), Ok(minute), "{text}");
            assert_eq!(text.parse::<TimeOfDay>().map(|time| time.to_string()).as_deref(), Ok(text));
        }
        for text in
            ["", "24:00", "20:60", "20:1", "20:10:00", "20:10z", "20:10+2", "20:10+15:00", "2O:10", "20.10"]
        {
            assert_eq!(text.parse::<TimeOfDay>(), Err(NotATime), "{text}");
        }
    }
}
