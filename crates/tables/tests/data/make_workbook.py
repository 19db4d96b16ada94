"""Writes map.xlsx, the workbook of ../sources.rs. Run with openpyxl 3 after a change here."""

import datetime
import pathlib

import openpyxl

book = openpyxl.Workbook()
partners = book.active
partners.title = "Partners"
# Numbers as ids, a whole float as capacity, a true/false cell, a real date, an empty row in between.
partners.append(["Partner ID", "Name", "Is Backbone", "joined-on", "capacity", "Map Colour"])
partners.append([14, "Compact", True, datetime.date(2022, 1, 31), 3.0, "red"])
partners.append([])
partners.append(["007", "Library", False, None, None, None])
partners.append([15.5, "Health", None, datetime.datetime(2023, 5, 1, 14, 30), None, 0.1])

waves = book.create_sheet("waves")
waves.append(["Survey rounds"])
waves.append([])
waves.append(["wave_id", "starts_on"])
waves.append([2024, datetime.date(2024, 3, 1)])

roster = book.create_sheet("roster")
roster.append(["wave_id", "partner_id", "asked", "answered"])
roster.append([2024, 14, "yes", "yes"])
roster.append([2024, "7", "yes", "=1/0"])
roster.sheet_state = "hidden"

# A stray mark in the farthest corner of a sheet.
events = book.create_sheet("events")
events.append(["event_id", "date"])
events["XFD1048576"] = "x"

book.create_sheet("Pivot 1").append(["anything"])
book.save(pathlib.Path(__file__).with_name("map.xlsx"))
