from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from pgvector.django import HalfVectorField, HnswIndex

VECTOR = 512
"""Numbers of a stored vector; what a model gives more or less is brought to it."""

country_code = RegexValidator(r"^[A-Z]{2}$", "ISO 3166 alpha-2, such as TH")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        if password:
            user.set_password(password)
        else:
            user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who can sign in. An e-mail address is the whole of the identity."""

    email = models.EmailField(unique=True)
    language = models.CharField(max_length=8, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    can_create_forums = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once_any_case")]

    def __str__(self) -> str:
        return self.email


class Organisation(models.Model):
    class Kind(models.TextChoices):
        COMPANY = "company", _("company")
        AGENCY = "agency", _("agency")
        UNIVERSITY = "university", _("university")
        ASSOCIATION = "association", _("association")

    code = models.CharField(max_length=40, unique=True)
    country = models.CharField(max_length=2, validators=[country_code], db_index=True)
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=8)
    about = models.TextField(blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    isic = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    website = models.URLField(blank=True)
    city = models.CharField(max_length=120, blank=True)
    sample = models.BooleanField(default=False)
    source = models.TextField(blank=True)

    class Meta:
        ordering = ["country", "name"]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    user = models.OneToOneField(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="person"
    )
    name = models.CharField(max_length=200)
    name_latin = models.CharField(max_length=200, blank=True)
    email = models.EmailField(unique=True)
    title = models.CharField(max_length=200, blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list)
    zone = models.CharField(max_length=64)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OrganisationAdmin(models.Model):
    """Somebody who looks after an organisation's own people: invites them, edits their profiles."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="admins")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="administers")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="organisation_admin_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.organisation}"


class Consent(models.Model):
    """What somebody agreed to, in which words. The log is kept: taking back only dates the row.

    Attributes:
        user: None once they are erased: that somebody agreed, and when, is kept.
        version: Of the wording, see `directory.consents`.
        language: In which it was read.
    """

    class Purpose(models.TextChoices):
        TAKE_PART = "take_part", _("taking part")
        CONTACT = "contact", _("contact by others")
        STATISTICS = "statistics", _("statistics")
        LETTERS = "letters", _("letters with news")

    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="consents"
    )
    purpose = models.CharField(max_length=12, choices=Purpose)
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=8)
    given_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["given_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose"],
                condition=models.Q(withdrawn_at=None),
                name="consent_of_a_purpose_holds_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.purpose} {self.version}"


class Listing(models.Model):
    """One offer or one need of an organisation."""

    class Side(models.TextChoices):
        OFFER = "offer", _("offer")
        NEED = "need", _("need")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="listings"
    )
    code = models.CharField(max_length=40, unique=True)
    side = models.CharField(max_length=5, choices=Side)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    isic = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    cooperation = ArrayField(models.CharField(max_length=20), default=list)

    class Meta:
        ordering = ["organisation", "side", "code"]

    def __str__(self) -> str:
        return self.title


class IndexedWord(models.Model):
    """A word, a name or a concept that something is found by.

    Attributes:
        word: As `engine.language.places` gives it. The empty word stands for the entries
            themselves.
        key: How it sounds; empty for concepts.
        near: What it shares with words a slip or two away (`engine.language.shortenings`).
        documents: How many entries have it.
    """

    id = models.AutoField(primary_key=True)
    word = models.TextField(unique=True, db_collation="C")
    key = models.TextField(blank=True, db_collation="C")
    near = ArrayField(models.IntegerField(), default=list, blank=True)
    documents = models.IntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.word


class SearchWord(IndexedWord):
    """A word that something in the directory is found by."""

    class Meta:
        indexes = [
            models.Index(fields=["key"], name="search_word_key"),
            GinIndex(fields=["near"], name="search_word_near", fastupdate=False),
        ]


class SearchEntry(models.Model):
    """What an organisation, or one of its offers and needs, is found by.

    All of it is made from other records by `actions.refresh_search`, and can be made again.

    Attributes:
        listing: The offer or need; None for the entry of the organisation itself.
        country, kind, side, forums: Copied here, so that one table answers a search.
        digest: Of the text, to tell whether the rest is still true.
        terms: Its words, each once.
        title: Those of them that stand in its title or name.
        places: Word, start and end of each occurrence in the text, one after another.
        model: The model that made the vector.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="search_entries"
    )
    listing = models.OneToOneField(
        Listing, null=True, on_delete=models.CASCADE, related_name="search_entry"
    )
    country = models.CharField(max_length=2)
    kind = models.CharField(max_length=20)
    side = models.CharField(max_length=5, blank=True)
    forums = ArrayField(models.BigIntegerField(), default=list)
    digest = models.CharField(max_length=16)
    terms = ArrayField(models.IntegerField(), default=list)
    title = ArrayField(models.IntegerField(), default=list)
    places = ArrayField(models.IntegerField(), default=list)
    model = models.CharField(max_length=300)
    vector = HalfVectorField(dimensions=VECTOR)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "listing"],
                name="search_entry_once",
                nulls_distinct=False,
            )
        ]
        indexes = [
            GinIndex(fields=["terms"], name="search_entry_terms", fastupdate=False),
            GinIndex(fields=["forums"], name="search_entry_forums", fastupdate=False),
            models.Index(fields=["country", "kind", "side"], name="search_entry_filters"),
            HnswIndex(
                fields=["vector"],
                name="search_entry_vector",
                opclasses=["halfvec_cosine_ops"],
                m=16,
                ef_construction=64,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}/{self.listing_id or 'organisation'}"


class Scope(models.TextChoices):
    """What a program may do with a token, never more than its owner."""

    FORUM_READ = "forum:read", _("read forums and their agenda")
    FORUM_WRITE = "forum:write", _("change forums")
    PEOPLE_READ = "people:read", _("read who takes part")
    PEOPLE_WRITE = "people:write", _("enter and approve people")
    MEETINGS_READ = "meetings:read", _("read requests, meetings and timetables")
    MEETINGS_WRITE = "meetings:write", _("ask, answer and move meetings")
    REGISTER_READ = "register:read", _("read the register")
    REGISTER_WRITE = "register:write", _("add to the register")
    CLAIMS_READ = "claims:read", _("read claims and verdicts")
    CLAIMS_WRITE = "claims:write", _("enter claims and verdicts")
    REPORTS_READ = "reports:read", _("read the figures of forums")
    PROFILE_READ = "profile:read", _("read your own profile, offers and needs")
    PROFILE_WRITE = "profile:write", _("change your own profile, offers and needs")
    LETTERS_READ = "letters:read", _("read letters to groups")
    LETTERS_WRITE = "letters:write", _("write and send letters to groups")
    ROLES_READ = "roles:read", _("read who works at a forum")
    ROLES_WRITE = "roles:write", _("give roles at a forum and take them back")


class ApiToken(models.Model):
    """With it a program acts for its owner. The secret itself is shown once and not kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the secret
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope))
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.name}"

    def may(self, scope: str) -> bool:
        """Whether it was made for this."""
        return scope in self.scopes
