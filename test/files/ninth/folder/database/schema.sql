-- image catalogue, PostgreSQL 16, on host planner
-- owner: Wen Jialing

CREATE TABLE telescope (
    id          smallint PRIMARY KEY,
    name        text NOT NULL UNIQUE,      -- 'Abuela', 'Nieto'
    aperture_cm numeric(5,1) NOT NULL
);

CREATE TABLE programme (
    id       text PRIMARY KEY,             -- CA-11 ...
    title    text NOT NULL,
    pi       text NOT NULL,
    embargo_months integer NOT NULL DEFAULT 9
);

CREATE TABLE frame (
    id          bigserial PRIMARY KEY,
    taken_at    timestamptz NOT NULL,      -- start of exposure, UTC
    telescope   smallint NOT NULL REFERENCES telescope,
    programme   text REFERENCES programme,
    filter_slot smallint CHECK (filter_slot BETWEEN 1 AND 12),
    exposure_s  numeric(7,2) NOT NULL CHECK (exposure_s <= 1200),
    airmass     numeric(4,2),
    fwhm_arcsec numeric(4,2),
    ccd_temp_c  numeric(4,1),
    quality     char(1) CHECK (quality IN ('A','B','C','X')),  -- X = throw away
    path        text NOT NULL UNIQUE
);

CREATE INDEX frame_time ON frame (taken_at);

-- frames of visitors' nights become public at once, the rest after the embargo
CREATE VIEW public_frame AS
SELECT f.* FROM frame f LEFT JOIN programme p ON p.id = f.programme
WHERE f.quality <> 'X'
  AND (f.programme IS NULL
       OR f.taken_at < now() - make_interval(months => p.embargo_months));

-- who may write: only the account of the planner and, since 2026-03, Lotte
GRANT INSERT ON frame TO planner, lweidner;
GRANT SELECT ON public_frame TO web;
