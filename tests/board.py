"""A published timetable to change."""

from __future__ import annotations

from tests.factories import RequestFactory, hold, organiser_of, timetable_with

from saphan.record.meetings.models import Timetable


class TwoMeetings:
    """Two meetings of one person in the two slots of the first day, at its first table."""

    def __init__(self):
        self.request = RequestFactory()
        self.forum = self.request.forum
        self.user = organiser_of(self.forum)
        self.timetable = timetable_with(self.request, Timetable.State.PUBLISHED)
        self.one = self.timetable.meetings.get()
        self.slots = list(self.one.slot.day.slots.order_by("start"))
        self.tables = list(self.forum.places.filter(mode="face_to_face").order_by("code"))
        self.rooms = list(self.forum.places.filter(mode="online").order_by("code"))
        request = RequestFactory(sender=self.request.sender, state="accepted")
        people = [request.sender, request.receiver]
        last = self.slots[1]
        self.two = hold(self.timetable, request, last, last, self.tables[0], people)
