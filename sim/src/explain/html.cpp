#include "explain/html.hpp"

#include <boost/json.hpp>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "explain/page.hpp"
#include "explain/printable.hpp"

namespace workspace::sim {

namespace {

namespace json = boost::json;

std::string_view word_of(History::Kind kind) {
    switch (kind) {
        case History::Kind::frame: return "frame";
        case History::Kind::connection: return "connection";
        case History::Kind::process: return "process";
        case History::Kind::store: return "store";
        case History::Kind::wish: return "wish";
        case History::Kind::told: return "told";
        case History::Kind::fault: return "fault";
        case History::Kind::broken: return "broken";
        case History::Kind::line: return "line";
        case History::Kind::note: return "note";
    }
    return {};
}

std::string_view word_of(History::Fate fate) {
    switch (fate) {
        case History::Fate::unknown: return "unknown";
        case History::Fate::arrived: return "arrived";
        case History::Fate::lost: return "lost";
    }
    return {};
}

/// A lane's number; -1: everywhere.
std::int64_t number_of(std::size_t lane) {
    return lane == History::kEverywhere ? -1 : static_cast<std::int64_t>(lane);
}

/// Each text once: what goes to twenty programs is said twenty times.
class Texts {
public:
    [[nodiscard]] std::size_t number_of(std::string text) {
        const auto [found, is_new] = numbers_.try_emplace(std::move(text), texts_.size());
        if (is_new) {
            texts_.emplace_back(found->first);
        }
        return found->second;
    }
    [[nodiscard]] json::array& all() { return texts_; }

private:
    std::unordered_map<std::string, std::size_t> numbers_;
    json::array texts_;
};

/// Fields that say nothing are left out: there are many entries.
json::object object_of(const History::Entry& entry, Texts& texts) {
    json::object result{{"at", entry.at.count()}, {"lane", number_of(entry.lane)}, {"kind", word_of(entry.kind)}};
    result["text"] = texts.number_of(printable(entry.text));
    if (entry.minor) {
        result["minor"] = true;
    }
    if (!entry.details.empty()) {
        result["details"] = texts.number_of(printable(entry.details, true));
    }
    if (!entry.rule.empty()) {
        result["rule"] = printable(entry.rule);
    }
    if (entry.line != 0) {
        result["line"] = entry.line;
    }
    if (entry.arrow) {
        result["to"] = number_of(entry.arrow->to);
        result["fate"] = word_of(entry.arrow->fate);
        result["until"] = entry.arrow->until.count();
    }
    return result;
}

json::object object_of(const History::Lane& lane) {
    return {{"name", printable(lane.name)}, {"computer", printable(lane.computer)}};
}

json::object object_of(const History::Band& band) {
    return {{"lane", number_of(band.lane)},
            {"track", band.track == History::Track::state ? "state" : "trouble"},
            {"what", printable(band.what)},
            {"from", band.from.count()},
            {"to", band.to.count()}};
}

json::object object_of(const History::Lease& lease) {
    return {{"account", printable(lease.account)},
            {"workstation", printable(lease.workstation)},
            {"epoch", lease.epoch},
            {"live", lease.live},
            {"lane", number_of(lease.lane)},
            {"from", lease.from.count()},
            {"to", lease.to.count()}};
}

json::object object_of(const History::Count& count) {
    return {{"at", count.at.count()}, {"people", count.people}, {"bots", count.bots}};
}

template <class Container>
json::array array_of(const Container& all) {
    json::array result;
    result.reserve(all.size());
    for (const auto& one : all) {
        result.push_back(object_of(one));
    }
    return result;
}

json::object object_of(const Heading& heading) {
    return {{"title", printable(heading.title)},
            {"seed", std::to_string(heading.seed)},  // larger than what a script keeps exact
            {"replay", printable(heading.replay)},
            {"scenario", printable(heading.scenario, true)},
            {"failing_line", heading.failing_line}};
}

/// `<`, `>` and `&` stand only inside JSON's strings, where they may be written in digits.
std::string without_markup(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '<': result += "\\u003c"; break;
            case '>': result += "\\u003e"; break;
            case '&': result += "\\u0026"; break;
            default: result += c;
        }
    }
    return result;
}

std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        switch (c) {
            case '<': result += "&lt;"; break;
            case '>': result += "&gt;"; break;
            case '&': result += "&amp;"; break;
            case '"': result += "&quot;"; break;
            case '\'': result += "&#39;"; break;
            default: result += c;
        }
    }
    return result;
}

}  // namespace

std::string json_of(const History& history, const Heading& heading) {
    json::object all;
    Texts texts;
    json::array entries;
    for (const History::Entry& entry : history.entries) {
        entries.push_back(object_of(entry, texts));
    }
    all["heading"] = object_of(heading);
    all["lanes"] = array_of(history.lanes);
    all["texts"] = std::move(texts.all());
    all["entries"] = std::move(entries);
    all["dropped"] = history.dropped;
    all["bands"] = array_of(history.bands);
    all["leases"] = array_of(history.leases);
    all["counts"] = array_of(history.counts);
    all["end"] = history.end.count();
    return without_markup(json::serialize(all));
}

std::string html_of(const History& history, const Heading& heading) {
    std::string page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
    page += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
    page +=
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        "script-src 'unsafe-inline'\">\n";
    page += "<title>" + escaped(printable(heading.title)) + "</title>\n<style>";
    page.append(kPageStyle).append("</style>\n</head>\n<body>\n").append(kPageBody);
    page += "\n<script type=\"application/json\" id=\"history\">" + json_of(history, heading) + "</script>\n<script>";
    page.append(kPageScript).append("</script>\n</body>\n</html>\n");
    return page;
}

}  // namespace workspace::sim
