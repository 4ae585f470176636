# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Personas have the public holidays of their country, and a stored year never changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.behaviour.attendance import is_away
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona
from ansible_collections.decnet.realism.plugins.plugin_utils.personas import countries, holiday_calendar
from ansible_collections.decnet.realism.plugins.plugin_utils.personas.countries import country_of, known_countries
from ansible_collections.decnet.realism.plugins.plugin_utils.personas.holiday_calendar import (
    HolidayCalendar,
    public_holidays,
    with_holidays,
)
from fakes.holiday_store import MemoryHolidays

UNITY_DAY, THANKSGIVING, EASTER_MONDAY = date(2026, 10, 3), date(2026, 11, 26), date(2026, 4, 6)


def person(zone: str = "Etc/UTC", country: str | None = None) -> Persona:
    return Persona("Ann Lee", "ann@corp.example", "ann", "dba", timezone=zone, country=country)


@pytest.mark.parametrize(
    ("zone", "country", "found"),
    [
        ("Europe/Berlin", None, "DE"),
        ("Europe/Oslo", None, "NO"),  # a link to Berlin's clock, and yet a country of its own
        ("America/New_York", None, "US"),
        ("Europe/Kiev", None, "UA"),  # the old name of a zone
        ("US/Eastern", None, "US"),
        ("Europe/Berlin", "AT", "AT"),
        ("Etc/UTC", None, None),
        ("Etc/UTC", "FR", "FR"),
        ("CET", "FR", "FR"),
    ],
)
def test_a_country_is_the_personas_own_or_that_of_its_zone(zone: str, country: str | None, found: str | None) -> None:
    assert country_of(person(zone, country)) == found


def test_the_tables_of_the_system_serve_where_the_package_is_missing(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("zones")
    (folder / "zone.tab").write_text(
        "# country\tplace\tzone\nDE\t+5230+01322\tEurope/Berlin\tmost of Germany\n\nbroken\n"
    )

    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(countries.resources, "files", missing)
    monkeypatch.setattr(countries.zoneinfo, "TZPATH", (str(folder / "none"), str(folder)))
    for table in (countries._countries, countries._links, known_countries):
        table.cache_clear()
    try:
        assert (country_of(person("Europe/Berlin")), country_of(person("US/Eastern"))) == ("DE", None)
        assert known_countries() == {"DE"}
    finally:
        for table in (countries._countries, countries._links, known_countries):
            table.cache_clear()


def test_holidays_are_those_of_the_country_and_move_with_easter() -> None:
    german, american = public_holidays("DE", 2026), public_holidays("US", 2026)
    assert UNITY_DAY in german and EASTER_MONDAY in german and THANKSGIVING not in german
    assert THANKSGIVING in american and EASTER_MONDAY not in american
    assert date(2027, 3, 29) in public_holidays("DE", 2027)
    assert list(german) == sorted(set(german)) and {day.year for day in german} == {2026}


def test_a_country_that_the_library_does_not_know_has_none() -> None:
    assert public_holidays("XX", 2026) == ()


def test_a_year_that_was_asked_about_never_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A correction of the library does not change the days on which a persona has worked."""
    store = MemoryHolidays()
    before = HolidayCalendar(store).days("DE", 2026)
    assert before and store.kept == {("DE", 2026): before}
    monkeypatch.setattr(holiday_calendar, "country_holidays", lambda country, years: {date(years, 2, 2): "invented"})
    assert HolidayCalendar(store).days("DE", 2026) == before
    assert HolidayCalendar(store).days("DE", 2027) == (date(2027, 2, 2),)


def test_a_year_without_holidays_is_kept_too(monkeypatch: pytest.MonkeyPatch) -> None:
    store = MemoryHolidays()
    assert HolidayCalendar(store).days("XX", 2026) == ()
    monkeypatch.setattr(holiday_calendar, "country_holidays", lambda country, years: {date(years, 2, 2): "invented"})
    assert HolidayCalendar(store).days("XX", 2026) == ()


def test_what_another_controller_kept_first_holds() -> None:
    class Raced(MemoryHolidays):
        def put_holidays(self, country: str, year: int, days: Sequence[date]) -> None:
            super().put_holidays(country, year, [date(year, 7, 7)])
            super().put_holidays(country, year, days)

    assert HolidayCalendar(Raced()).days("DE", 2026) == (date(2026, 7, 7),)


def test_personas_get_the_holidays_of_the_years_that_are_asked_about() -> None:
    store = MemoryHolidays()
    people = (person("Europe/Berlin"), person("America/New_York"), person(), person("Etc/UTC", "DE"))
    german, american, nobody, abroad = with_holidays(people, (2026, 2027, 2026), HolidayCalendar(store))
    assert (
        UNITY_DAY in german.holidays
        and date(2027, 10, 3) in german.holidays
        and date(2028, 10, 3) not in german.holidays
    )
    assert THANKSGIVING in american.holidays and UNITY_DAY not in american.holidays
    assert nobody.holidays == frozenset() and abroad.holidays == german.holidays
    assert set(store.kept) == {(country, year) for country in ("DE", "US") for year in (2026, 2027)}


def test_a_persona_is_away_on_a_holiday_of_its_own_country() -> None:
    german, american = with_holidays(
        [person("Europe/Berlin"), person("America/New_York")], [2026], HolidayCalendar(MemoryHolidays())
    )
    # With this seed, neither is on leave or ill on these days, so that only the holiday counts.
    seed = next(
        str(number)
        for number in range(100)
        if not any(is_away(str(number), person(), day) for day in (EASTER_MONDAY, THANKSGIVING))
    )
    assert [is_away(seed, one, EASTER_MONDAY) for one in (german, american)] == [True, False]
    assert [is_away(seed, one, THANKSGIVING) for one in (german, american)] == [False, True]


def test_without_the_library_it_is_named_unless_the_year_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    store = MemoryHolidays()
    kept = {country: HolidayCalendar(store).days(country, 2026) for country in ("DE", "XX")}
    monkeypatch.setattr(holiday_calendar, "MISSING", "holidays")
    assert {country: HolidayCalendar(store).days(country, 2026) for country in kept} == kept
    with pytest.raises(RealismError, match="Python package holidays; install it on the controller"):
        HolidayCalendar(store).days("DE", 2027)
