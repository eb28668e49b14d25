#include "commands/junit.hpp"

#include <algorithm>
#include <numeric>

#include "commands/report.hpp"
#include "explain/printable.hpp"

namespace workspace::sim {

namespace {

std::string in_xml(std::string_view text) {
    std::string result;
    for (const char c : printable(text, true)) {
        switch (c) {
            case '&': result += "&amp;"; break;
            case '<': result += "&lt;"; break;
            case '>': result += "&gt;"; break;
            case '"': result += "&quot;"; break;
            default: result += c;
        }
    }
    return result;
}

/// With its first line as the message: that is what lists of failures show.
std::string problem(std::string_view element, std::string_view text) {
    const std::string name{element};
    return "    <" + name + " message=\"" + in_xml(text.substr(0, text.find('\n'))) + "\">" + in_xml(text) + "</" +
           name + ">\n";
}

std::string element_of(const JunitCase& one) {
    const std::string begin = "  <testcase classname=\"scenario\" name=\"" + in_xml(one.name) + "\" file=\"" +
                              in_xml(one.name) + "\" time=\"" + with_digits(one.seconds, 3) + '"';
    if (one.failure.empty() && one.error.empty()) {
        return begin + "/>\n";
    }
    return begin + ">\n" + (one.error.empty() ? problem("failure", one.failure) : problem("error", one.error)) +
           "  </testcase>\n";
}

}  // namespace

std::string junit_of(const std::vector<JunitCase>& cases) {
    const auto failures = std::count_if(cases.begin(), cases.end(), [](const auto& c) { return !c.failure.empty(); });
    const auto errors = std::count_if(cases.begin(), cases.end(), [](const auto& c) { return !c.error.empty(); });
    const double seconds =
        std::accumulate(cases.begin(), cases.end(), 0.0, [](double sum, const auto& c) { return sum + c.seconds; });
    std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"scenarios\" tests=\"" +
                       std::to_string(cases.size()) + "\" failures=\"" + std::to_string(failures) + "\" errors=\"" +
                       std::to_string(errors) + "\" skipped=\"0\" time=\"" + with_digits(seconds, 3) + "\">\n";
    for (const JunitCase& one : cases) {
        text += element_of(one);
    }
    return text + "</testsuite>\n";
}

}  // namespace workspace::sim
