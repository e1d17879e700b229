//! Figures: numbers, percentages, money, dates, times, durations, quantities
//! and ordinals, each with its typed value.

pub mod value;
