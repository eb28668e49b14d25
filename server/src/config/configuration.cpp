#include "config/configuration.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <numeric>
#include <utility>

#include "app/exit_code.hpp"
#include "config/toml_file.hpp"

namespace workspace::server {

namespace {

/// How many letters must be added, taken away or changed.
std::size_t distance(const std::string& from, const std::string& to) {
    std::vector<std::size_t> row(to.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= from.size(); ++i) {
        std::size_t corner = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= to.size(); ++j) {
            const std::size_t changed = corner + (from[i - 1] == to[j - 1] ? 0 : 1);
            corner = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, changed}));
        }
    }
    return row.back();
}

std::string listed(const std::vector<std::string>& texts) {
    if (texts.size() == 1) {
        return toml_text(texts.front());
    }
    std::string all;
    for (const auto& text : texts) {
        all += (all.empty() ? "" : ", ") + toml_text(text);
    }
    return "[" + all + "]";
}

}  // namespace

std::string environment_name(const std::string& setting) {
    std::string name = "WORKSPACE_" + setting;
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
        return c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return name;
}

void Configuration::take_options_of(CLI::App& command) {
    for (auto* option : command.get_options()) {
        if (option->get_configurable() && !option->get_lnames().empty()) {
            settings_[option->get_lnames().front()].options.push_back(option);
        }
    }
}

void Configuration::share_options_of(CLI::App& command) {
    for (auto& [name, setting] : settings_) {
        if (auto* option = command.get_option_no_throw("--" + name)) {
            setting.options.push_back(option);
        }
    }
}

void Configuration::lay() {
    std::map<std::string, std::vector<std::string>> given;
    for (const auto& [name, setting] : settings_) {
        for (const auto* option : setting.options) {
            if (option->count() > 0) {
                given[name] = option->results();
            }
        }
    }
    // What is overridden is looked at, too: a mistake must not wait for the day on which the flag is left out.
    std::vector<std::string> mistakes;
    lay_file(mistakes);
    lay_environment(mistakes);
    for (const auto& [name, texts] : given) {
        put(settings_.at(name), texts, "command line");
    }
    if (!mistakes.empty()) {
        std::string words = "the configuration cannot be used:";
        for (const auto& mistake : mistakes) {
            words += "\n  " + mistake;
        }
        throw Failure(ExitCode::usage, words);
    }
}

void Configuration::lay_file(std::vector<std::string>& mistakes) {
    if (file_.empty()) {
        return;
    }
    for (const auto& entry : read_toml(file_)) {
        const auto line = std::to_string(entry.line);
        auto mistake = entry.mistake;
        const auto setting = settings_.find(entry.key);
        if (mistake.empty() && setting == settings_.end()) {
            mistake = "there is no such setting" + nearest(entry.key);
        } else if (mistake.empty()) {
            mistake = put(setting->second, entry.texts, file_.string() + ":" + line);
        }
        if (!mistake.empty()) {
            mistakes.push_back(file_.string() + " line " + line + ", " + entry.key + ": " + mistake);
        }
    }
}

void Configuration::lay_environment(std::vector<std::string>& mistakes) {
    for (auto& [name, setting] : settings_) {
        const auto variable = environment_name(name);
        const char* text = environment_(variable);
        if (text == nullptr || *text == '\0') {
            continue;
        }
        if (const auto mistake = put(setting, {text}, variable); !mistake.empty()) {
            mistakes.push_back(variable + ": " + mistake);
        }
    }
}

std::string Configuration::put(Setting& setting, const std::vector<std::string>& texts, const std::string& source) {
    try {
        for (auto* option : setting.options) {
            option->clear();
            for (const auto& text : texts) {
                option->add_result(text);
            }
            option->run_callback();
        }
    } catch (const CLI::Error& error) {
        return error.what();
    }
    setting.texts = texts;
    setting.source = source;
    return {};
}

std::string Configuration::nearest(const std::string& name) const {
    const auto best = std::min_element(settings_.begin(), settings_.end(), [&](const auto& a, const auto& b) {
        return distance(name, a.first) < distance(name, b.first);
    });
    if (best == settings_.end() || distance(name, best->first) > 1 + name.size() / 3) {
        return "; `workspace-server config show` lists them";
    }
    return "; did you mean \"" + best->first + "\"?";
}

std::vector<Configuration::Value> Configuration::values() const {
    std::vector<Value> all;
    for (const auto& [name, setting] : settings_) {
        const auto* option = setting.options.front();
        const bool flag = option->get_expected_max() == 0;
        const auto built_in = listed({flag ? "false" : option->get_default_str()});
        all.push_back({.name = name,
                       .text = setting.texts.empty() ? built_in : listed(setting.texts),
                       .built_in = built_in,
                       .source = setting.source,
                       .description = option->get_description()});
    }
    return all;
}

}  // namespace workspace::server
