//! Lists of numbers as bits, by the code of Golomb and Rice (R. F. Rice, 1979).
//!
//! A number is its quotient by a power of two, as so many ones and a zero, then its remainder. Where things are
//! spread at random, as those that hold a word are, nothing much shorter is possible.

/// Writes bits, the first into the lowest of a byte.
pub(super) struct Bits<'o> {
    out: &'o mut Vec<u8>,
    byte: u64,
    filled: u32,
}

impl<'o> Bits<'o> {
    /// Writes so many numbers: the exponent in a byte, then the numbers; what is left of the last byte is zero.
    pub(super) fn write(out: &'o mut Vec<u8>, count: usize, numbers: impl Iterator<Item = u32> + Clone) {
        let sum: u64 = numbers.clone().map(u64::from).sum();
        let exponent = exponent(sum, count);
        out.push(exponent);
        let mut bits = Bits { out, byte: 0, filled: 0 };
        for number in numbers {
            bits.rice(number, exponent);
        }
        bits.finish();
    }

    fn rice(&mut self, number: u32, exponent: u8) {
        let mut ones = number >> exponent;
        while ones >= 16 {
            self.push(0xffff, 16);
            ones -= 16;
        }
        self.push((1 << ones) - 1, ones + 1);
        self.push(u64::from(number) & ((1 << exponent) - 1), u32::from(exponent));
    }

    /// Appends up to 32 bits.
    fn push(&mut self, bits: u64, length: u32) {
        self.byte |= bits << self.filled;
        self.filled += length;
        while self.filled >= 8 {
            self.out.push(self.byte.to_le_bytes()[0]);
            self.byte >>= 8;
            self.filled -= 8;
        }
    }

    fn finish(self) {
        if self.filled > 0 {
            self.out.push(self.byte.to_le_bytes()[0]);
        }
    }
}

/// The exponent for numbers of this sum: the power of two next below their mean.
fn exponent(sum: u64, count: usize) -> u8 {
    let mean = sum / (count.max(1) as u64);
    u8::try_from(mean.checked_ilog2().unwrap_or(0)).unwrap_or(u8::MAX)
}
