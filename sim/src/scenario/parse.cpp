#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "scenario/line_reader.hpp"
#include "scenario/scenario.hpp"
#include "scenario/tokens.hpp"

namespace workspace::sim {

namespace {

constexpr std::size_t kMistakesMax = 20;
using Words = LineReader::Words;

class Parser : private LineReader {
public:
    explicit Parser(std::string_view text) : text_(text) {
        constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";  // an editor for Windows
        if (text_.starts_with(kByteOrderMark)) {
            text_.remove_prefix(kByteOrderMark.size());
        }
    }

    Parsed run() {
        while (!text_.empty() && result_.mistakes.size() < kMistakesMax) {
            const std::size_t end = std::min(text_.find('\n'), text_.size());
            ++line_;
            try {
                read_line(text_.substr(0, end));
            } catch (const Wrong& wrong) {
                result_.mistakes.push_back({line_, wrong.column, wrong.words});
            }
            text_.remove_prefix(std::min(end + 1, text_.size()));
        }
        return std::move(result_);
    }

private:
    void read_line(std::string_view line) {
        take(line);
        if (!tokens_.empty() && !header_line() && !expectation() && !somebody()) {
            phrase({Scope::world}, {});
        }
        if (next_ < tokens_.size()) {
            throw Wrong{tokens_[next_].column,
                        "nothing is expected after this, but there is `" + tokens_[next_].text + "`"};
        }
    }

    // ---- the head of a file ------------------------------------------------------------------------------------------
    bool header_line() {
        Scenario& scenario = result_.scenario;
        Population& there = scenario.population;
        if (accept("scenario")) {
            scenario.title = text();
        } else if (accept("rules")) {
            while (next_ < tokens_.size()) {
                scenario.rules.push_back(rule());
                accept(",");
            }
        } else if (accept("seed")) {
            scenario.seed = static_cast<std::uint64_t>(number());
        } else if (accept("deterministic")) {
            scenario.deterministic = true;
        } else if (accept("queue")) {
            scenario.queue_bytes = number();
        } else if (accept("policy")) {
            policy();
        } else if (accept("store")) {
            scenario.sqlite = one_of({"model", "sqlite"}) == "sqlite";
        } else if (accept("economy")) {
            economy();
        } else if (accept("people")) {
            people();
        } else if (accept("bots")) {
            declare(there.bots, people_, names());
        } else if (accept("workstations")) {
            declare(there.workstations, programs_, names());
        } else if (accept("rooms")) {
            declare(there.rooms, rooms_, names());
        } else {
            return false;
        }
        return true;
    }
    /// S4, P1 …: as docs/rules.md names them.
    std::string rule() {
        const int column = here();
        const std::string name = word("the name of a rule, like S4");
        const bool is_rule =
            name == "economy" ||
            (name.size() >= 2 && std::string_view("SPMHW").find(name.front()) != std::string_view::npos &&
             name.find_first_not_of("0123456789", 1) == std::string::npos);
        if (!is_rule) {
            throw Wrong{
                column,
                "`" + name + "` is no rule: they are S1 to S14, P1 to P6, M1 to M8, H1 to H7, W1 to W3, and economy"};
        }
        return name;
    }
    void policy() {
        const std::string name = one_of({"ask", "reject", "takeover"});
        result_.scenario.policy = name == "ask"      ? core::ElsewherePolicy::ask
                                  : name == "reject" ? core::ElsewherePolicy::reject
                                                     : core::ElsewherePolicy::takeover;
    }
    /// `at most NUMBER messages a login`
    void economy() {
        sign("at");
        sign("most");
        const std::int64_t bound = number();
        const std::string what = one_of({"messages", "bytes", "attempts"});
        EconomyBounds& bounds = result_.scenario.economy;
        (what == "messages" ? bounds.messages_a_login
         : what == "bytes"  ? bounds.bytes_a_message
                            : bounds.attempts_a_minute) = bound;
        sign("a");
        sign(what == "messages" ? "login" : what == "bytes" ? "message" : "minute");
    }
    void people() {
        const int column = here();
        const Words persons = names();
        declare(result_.scenario.population.people, people_, persons);
        if (!accept("on")) {
            return;
        }
        accept("workstations");
        const Words places = names();
        if (places.size() != persons.size()) {
            throw Wrong{column, "these are " + std::to_string(persons.size()) + " people on " +
                                    std::to_string(places.size()) + " workstations: one each"};
        }
        declare(result_.scenario.population.workstations, programs_, places);
        for (std::size_t i = 0; i < persons.size(); ++i) {
            result_.scenario.population.at_home.emplace_back(persons[i], places[i]);
        }
    }
    static void declare(Words& list, std::set<std::string>& known, const Words& names) {
        for (const std::string& name : names) {
            if (known.insert(name).second) {
                list.push_back(name);
            }
        }
    }

    // ---- statements --------------------------------------------------------------------------------------------------
    bool expectation() {
        Statement made;
        if (accept("now")) {
            made.when = When::now;
        } else if (accept("within")) {
            made.when = When::within;
            made.span = core::Duration{time()};
        } else if (accept("for")) {
            made.when = When::during;
            made.span = core::Duration{time()};
        } else {
            return false;
        }
        sign(":");
        if (accept("count")) {
            phrase({Scope::count}, made);
        } else if (accept("server")) {
            phrase({Scope::up}, made);
        } else {
            programs(made);
            phrase({Scope::view}, made);
        }
        return true;
    }

    /// `SUBJECT: …`
    bool somebody() {
        const bool has_colon = std::any_of(tokens_.begin(), tokens_.end(), [](const Token& t) { return t.is(":"); });
        if (!has_colon) {
            no_such_beginning();
            return false;
        }
        if (const std::string meant = nearest(tokens_[0].text, {"now", "within", "for"});
            !meant.empty() && !programs_.contains(tokens_[0].text)) {
            throw Wrong{tokens_[0].column, "here there is `" + tokens_[0].text + "`; did you mean `" + meant + "`?"};
        }
        Statement made;
        Scope scope = Scope::program;
        if (accept("server")) {
            scope = Scope::server;
        } else if (accept("disk")) {
            scope = Scope::disk;
        } else if (accept("account")) {
            scope = Scope::account;
            made.who.push_back(known(people_, "person", "people"));
        } else {
            programs(made);
        }
        sign(":");
        phrase({scope}, made);
        return true;
    }
    /// A line without a colon is one of the head, or of the world.
    void no_such_beginning() const {
        static const Words beginnings{"scenario", "rules",  "seed",    "queue",        "policy",
                                      "store",    "people", "bots",    "workstations", "rooms",
                                      "wait",     "heal",   "economy", "deterministic"};
        const std::string& first = tokens_[0].text;
        if (std::find(beginnings.begin(), beginnings.end(), first) != beginnings.end()) {
            return;
        }
        const auto rows = phrases();
        const bool is_a_deed = std::any_of(rows.begin(), rows.end(), [&](const PhraseRow& row) {
            return row.scope == Scope::program && parts_of(row.pattern).front().word == first;
        });
        const std::string meant = is_a_deed ? std::string{} : nearest(first, beginnings);
        throw Wrong{tokens_[0].column, "no line begins with `" + first + "`" +
                                           (meant.empty() ? "; who does it stands first, with a colon: `pc: log out`"
                                                          : "; did you mean `" + meant + "`?")};
    }
    void programs(Statement& made) {
        if (accept("everyone")) {
            made.everyone = true;
            return;
        }
        do {
            const int column = here();
            const std::string first = known(programs_, "workstation", "workstations");
            if (accept("..")) {
                const Words range = expand(first, known(programs_, "workstation", "workstations"), kRangeMax);
                for (const std::string& name : range) {
                    if (!programs_.contains(name)) {
                        throw Wrong{column, "`" + name + "` of this range is no workstation"};
                    }
                }
                made.who.insert(made.who.end(), range.begin(), range.end());
            } else {
                made.who.push_back(first);
            }
        } while (accept(","));
    }

    /// The row of one of these scopes that fits what follows; of several, the longest.
    void phrase(const std::vector<Scope>& scopes, const Statement& made) {
        const std::size_t begin = next_;
        std::size_t furthest = begin;
        Words expected;
        std::optional<Wrong> wrong;
        std::optional<std::pair<std::size_t, Statement>> best;
        for (const PhraseRow& row : phrases()) {
            if (std::find(scopes.begin(), scopes.end(), row.scope) == scopes.end()) {
                continue;
            }
            next_ = begin;
            Statement candidate = made;
            candidate.phrase = row.phrase;
            candidate.line = line_;
            std::string missing;
            std::optional<Wrong> why;
            const bool fits = match(row, candidate, missing, why);
            if (fits && next_ == tokens_.size() && (!best || next_ > best->first)) {
                best = {next_, candidate};
            }
            if (!fits && next_ >= furthest) {
                if (next_ > furthest) {
                    expected.clear();
                    wrong.reset();
                }
                furthest = next_;
                if (why && !wrong) {
                    wrong = why;
                }
                if (!missing.empty() && std::find(expected.begin(), expected.end(), missing) == expected.end()) {
                    expected.push_back(missing);
                }
            } else if (fits && next_ < tokens_.size() && next_ > furthest) {
                furthest = next_;
                expected.clear();
            }
        }
        if (best) {
            next_ = best->first;
            learn(best->second);
            result_.scenario.statements.push_back(std::move(best->second));
            return;
        }
        next_ = furthest;
        if (wrong && expected.empty()) {
            throw *wrong;
        }
        complain(expected);
    }
    /// `logout` is near to `log out`, not to `log`.
    static Words with_second_words(const Words& expected) {
        Words candidates = expected;
        for (const PhraseRow& row : phrases()) {
            const std::vector<Part> parts = parts_of(row.pattern);
            const bool begins = parts.size() > 1 && !parts[1].word.empty() &&
                                std::find(expected.begin(), expected.end(), parts[0].word) != expected.end();
            if (begins) {
                candidates.push_back(std::string(parts[0].word) + ' ' + std::string(parts[1].word));
            }
        }
        return candidates;
    }
    [[noreturn]] void complain(const Words& expected) const {
        const bool at_end = next_ >= tokens_.size();
        const std::string found = at_end ? "the line ends" : "there is `" + tokens_[next_].text + "`";
        if (expected.empty()) {
            throw Wrong{here(), "nothing is expected here, but " + found};
        }
        const std::string meant = at_end ? std::string{} : nearest(tokens_[next_].text, with_second_words(expected));
        constexpr std::size_t kListed = 8;
        std::string words = "here " + found;
        words += !meant.empty()               ? "; did you mean `" + meant + "`?"
                 : expected.size() <= kListed ? "; expected is " + in_words(expected)
                                              : "; see the list of phrases in docs/simulation.md";
        throw Wrong{here(), words};
    }

    /// Leaves `next_` where it does not fit any more.
    bool match(const PhraseRow& row, Statement& made, std::string& missing, std::optional<Wrong>& why) {
        for (const Part& part : parts_of(row.pattern)) {
            if (!part.word.empty()) {
                if (!accept(part.word)) {
                    missing = part.word;
                    return false;
                }
                continue;
            }
            const std::size_t before = next_;
            try {
                made.values.push_back(value(part.slot));
            } catch (const Wrong& wrong) {
                next_ = before;
                why = wrong;
                return false;
            }
        }
        return true;
    }
    Value value(Slot slot) {
        switch (slot) {
            case Slot::person: return {known(people_, "person", "people"), 0};
            case Slot::room: return {word("a room"), 0};
            case Slot::program: return {known(programs_, "workstation", "workstations"), 0};
            case Slot::text: return {text(), 0};
            case Slot::number: return {{}, number()};
            case Slot::time: return {{}, time()};
            case Slot::name: return {why_stopped(), 0};
        }
        return {};
    }
    /// The name of a refusal or of a close.
    std::string why_stopped() {
        constexpr std::uint16_t kCloseCodeMax = 4999;
        const int column = here();
        const std::string name = word("a name");
        Words names;
        for (std::uint16_t number = 1000; number <= kCloseCodeMax; ++number) {
            if (const auto code = core::close_code_of(number)) {
                names.emplace_back(core::name_of(*code));
            }
        }
        if (core::refusal_of(name) || std::find(names.begin(), names.end(), name) != names.end()) {
            return name;
        }
        const std::string meant = nearest(name, names);
        throw Wrong{column, "`" + name + "` stops nobody" +
                                (meant.empty() ? "; docs/protocol.md lists refusals and close codes"
                                               : "; did you mean `" + meant + "`?")};
    }
    /// A room has to be there, or to be made by a line before.
    void learn(const Statement& made) {
        if (row_of(made.phrase).needs_disk && !result_.scenario.sqlite) {
            throw Wrong{1, "this needs a line `store sqlite` in the head: the model of a store has no disk"};
        }
        const bool makes = made.phrase == Phrase::create_room || made.phrase == Phrase::create_private_room;
        std::size_t i = 0;
        for (const Part& part : parts_of(row_of(made.phrase).pattern)) {
            if (!part.word.empty()) {
                continue;
            }
            const std::string& name = made.values.at(i++).text;
            if (part.slot == Slot::room && makes) {
                rooms_.insert(name);
            } else if (part.slot == Slot::room && !rooms_.contains(name)) {
                unknown(column_of(name), name, rooms_, "room", "rooms");
            }
        }
    }
    [[nodiscard]] int column_of(std::string_view name) const {
        const auto found = std::find_if(tokens_.rbegin(), tokens_.rend(), [&](const Token& t) { return t.is(name); });
        return found == tokens_.rend() ? 1 : found->column;
    }

    std::string_view text_;
    Parsed result_;
    int line_ = 0;
    std::set<std::string> people_;
    std::set<std::string> programs_;
    std::set<std::string> rooms_;
};

}  // namespace

Parsed parse(std::string_view text) {
    return Parser(text).run();
}

}  // namespace workspace::sim
