#include "metrics/exposition.hpp"

#include <gtest/gtest.h>

namespace workspace::server {
namespace {

TEST(Exposition, AGaugeIsAFamilyWithOneSample) {
    Exposition out;
    out.gauge("connections", "Connections.", 20000);
    EXPECT_EQ(out.text(), "# HELP connections Connections.\n# TYPE connections gauge\nconnections 20000\n");
}

TEST(Exposition, ALabelMayHoldAnything) {
    Exposition out;
    out.counters("refused_total", "Refused.", "reason", {{"a\"b\\c\nd", 1}});
    EXPECT_EQ(
        out.text(),
        "# HELP refused_total Refused.\n# TYPE refused_total counter\nrefused_total{reason=\"a\\\"b\\\\c\\nd\"} 1\n");
}

TEST(Exposition, AHistogramCountsWhatIsAtMostItsBound) {
    Histogram histogram({.5, 1, 2});
    for (const double value : {.25, .5, 1.5, 8.0}) {
        histogram.observe(value);
    }
    Exposition out;
    out.histogram("seconds", "Took.", histogram);
    EXPECT_EQ(out.text(),
              "# HELP seconds Took.\n# TYPE seconds histogram\n"
              "seconds_bucket{le=\"0.5\"} 2\nseconds_bucket{le=\"1\"} 2\nseconds_bucket{le=\"2\"} 3\n"
              "seconds_bucket{le=\"+Inf\"} 4\nseconds_sum 10.25\nseconds_count 4\n");
}

}  // namespace
}  // namespace workspace::server
