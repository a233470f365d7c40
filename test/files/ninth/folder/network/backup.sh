#!/bin/sh
# nightly copy of the images to the valley; started by cron at 11:40 UTC
# (daytime on purpose: the link is busy with guiding video at night)
set -eu

SRC=/arca/images
DST=backup@valle.cerroalto.example:/srv/cerroalto
KEEP_DAYS=400
BWLIMIT=4500          # kilobytes per second, agreed with the town hall
LOCK=/run/backup.lock
MAILTO=wen@cerroalto.example

if [ -e "$LOCK" ]; then
    echo "backup still running since $(cat "$LOCK")" | mail -s "backup: lock" "$MAILTO"
    exit 3
fi
date -u +%FT%TZ > "$LOCK"
trap 'rm -f "$LOCK"' EXIT

rsync -a --partial --bwlimit="$BWLIMIT" --exclude='*.tmp' "$SRC/" "$DST/"

# thumbnails are made again every month, no need to keep them
find "$SRC/thumbs" -mtime +35 -delete

# calibration frames older than KEEP_DAYS live only in the valley
find "$SRC/calib" -mtime +"$KEEP_DAYS" -delete

echo "ok $(date -u +%F)" >> /var/log/backup.log
