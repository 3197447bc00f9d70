"""Moments, durations, dates and their layouts."""

from __future__ import annotations

from random import Random

from .kinds import array_of, kind, mostly, term

_ZONES = [
    "", "UTC", "Local", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe",
    "America/St_Johns", "Pacific/Apia", "Africa/Monrovia", "Europe/Dublin", "EST", "EST5EDT", "GMT",
    "Etc/GMT+5", "europe/berlin", "Nowhere/Land", "CET", "+02:00", "US/Pacific", "Zulu", "../etc/passwd",
]
_MOMENTS = [
    "0", "1", "-1", "1000000000", "1257894000000000000", "1709164800000000000", "1582934400000000000",
    "1616893200000000000", "1635642000000000000", "-62135596800000000000", "9223372036854775807",
    "-9223372036854775808", "9223372036854775808", "1e18", "1.5", "1257894000123456789", "-1000000001",
    "1704067199999999999", "-3000000000000000000", "2000000000000000000",
]
_LAYOUTS = [
    "", "RFC3339", "RFC3339Nano", "RFC822", "RFC822Z", "RFC850", "RFC1123", "RFC1123Z", "ANSIC", "UnixDate",
    "RubyDate", "2006-01-02", "2006-01-02T15:04:05Z07:00", "02 Jan 06 15:04 MST", "Monday, January 2 2006",
    "Mon Jan _2 15:04:05.000 2006", "3:04PM", "03:04pm", "2006-002", "15h4m5s", ".000 .999 ,000", "Z0700 -07 -0700 -07:00",
    "2006-01-02 15:04:05.999999999 -0700 MST", "__2", "Jan 1", "06 1 2 3 4 5", "é 2006", "%Y-%m-%d", "20060102150405",
    "Z07:00:00", "-07:00:00", "5.000000", "Kitchen", "DateTime",
]
_WRITTEN = [
    "2024-02-29T12:34:56Z", "2023-02-29T12:34:56Z", "2024-02-29T12:34:56.123456789+01:30", "2024-12-31T23:59:60Z",
    "1677-09-21T00:12:43Z", "2262-04-12T00:00:00Z", "0000-01-01T00:00:00Z", "2024-02-29", "29 Feb 24 12:34 CET",
    "29 Feb 24 12:34 +0100", "Thu, 29 Feb 2024 12:34:56 GMT", "Thursday, 29-Feb-24 12:34:56 UTC", "Thu Feb 29 12:34:56 2024",
    "Thu Feb 29 12:34:56 CET 2024", "Fri Feb 29 12:34:56 +0100 2024", "Thursday, February 29 2024", "3:04PM", "2024-060",
    "2024-02-29t12:34:56z", "2024-02-29 12:34:56 +0100 CET", "2024-02-29T24:00:00Z", "2024-2-9T1:2:3Z", "20240229123456",
    "2024-02-29T12:34:56,5Z", "2024-02-29T12:34:56+24:00", "2024-13-01T00:00:00Z", "", "now",
]
_LENGTHS = [
    "1h", "1h30m", "-1.5h", "+5m", "100ms", "1us", "1µs", "1μs", "3ns", "0", "-0", "1d", "2w", "", "1", "h", "1h1h",
    "9223372036854775807ns", "9223372036854775808ns", "-9223372036854775808ns", "2562048h", ".5s", "1.s", ".s", "1e3s",
    "0.0000000001s", "1h-1m", "1 h", "٣s", "999999999999999999999h", "0.999999999999999999999s",
]


@kind
def zone(random: Random) -> str:
    return mostly(random, _ZONES, 0.05)


@kind
def layout(random: Random) -> str:
    if random.random() < 0.2:
        return term(" ".join(random.sample(_LAYOUTS, 2)))
    return mostly(random, _LAYOUTS, 0.1)


@kind
def nanoseconds(random: Random) -> str:
    if random.random() < 0.4:
        return str(random.randint(-(10**18), 4 * 10**18))
    return random.choice(_MOMENTS)


@kind
def moment(random: Random) -> str:
    """Nanoseconds; or with a zone; or with a zone and a layout.

    Zones come with moments since 1970: what they were before, and what they will be in a hundred years, is
    another thing in each copy of the database of zones.
    """
    count = random.choice([0, 1, 1, 2, 2, 3, 3])
    if count < 2:
        alone = nanoseconds(random)
        return array_of([alone][:count]) if random.random() < 0.2 else alone
    since_1970 = str(random.randint(0, 25 * 10**17))
    return array_of([since_1970, zone(random), layout(random)][:count])


@kind
def written_time(random: Random) -> str:
    return mostly(random, _WRITTEN)


@kind
def duration(random: Random) -> str:
    return mostly(random, _LENGTHS, 0.2)
