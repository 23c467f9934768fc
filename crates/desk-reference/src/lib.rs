//! Official lists with dates: procedures, units, calendars, offices.
