#include <stdint.h>

/* How long to wait before a sensor counts as stale, in seconds. */
#define STALE_AFTER 45
#define REPORT_INTERVAL 600

static const char *UPLINK_HOST = "mast.saltmarsh.example";

/* Converts a raw gust reading to knots. */
float gust_to_knots(uint16_t raw) {
  return raw * 0.0486f;
}
