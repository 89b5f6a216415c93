from django.db import migrations

# All that a release is counted under, as one string of numbers: millions of them are counted in the
# time that the database takes to unpack a few thousand arrays. `queries/counted.py` reads them.
COUNTED = """
CREATE FUNCTION register_counted(
    year int, language text, kind text, countries text[], topics text[], agencies bigint[]
) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT string_agg(int4send(code), ''::bytea) FROM (
        SELECT year
        UNION ALL SELECT 10000 + ascii(language) * 128 + ascii(substr(language, 2, 1))
            WHERE language <> ''
        UNION ALL SELECT 30000 + ('x' || substr(md5(kind), 1, 3))::bit(12)::int WHERE kind <> ''
        UNION ALL SELECT 40000 + ascii(one) * 128 + ascii(substr(one, 2, 1))
            FROM unnest(countries) AS one
        UNION ALL SELECT 60000 + ('x' || substr(md5(one), 1, 3))::bit(12)::int
            FROM unnest(topics) AS one
        UNION ALL SELECT 70000 + one::int FROM unnest(agencies) AS one
    ) AS codes (code)
$$;
ALTER TABLE register_releaseentry ADD COLUMN counted bytea GENERATED ALWAYS AS (
    register_counted(year, language, kind, countries::text[], topics::text[], agencies)
) STORED;
ALTER TABLE register_releaseentry ALTER COLUMN counted SET STORAGE MAIN;
"""
NOT_COUNTED = """
ALTER TABLE register_releaseentry DROP COLUMN counted;
DROP FUNCTION register_counted(int, text, text, text[], text[], bigint[]);
"""


class Migration(migrations.Migration):

    dependencies = [("register", "0001_squashed_0003_search")]

    operations = [migrations.RunSQL(COUNTED, NOT_COUNTED)]
