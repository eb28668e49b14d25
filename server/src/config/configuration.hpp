#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11 names it
class App;
class Option;
}  // namespace CLI

namespace workspace::server {

/// What can be set, and where each value comes from: built in, a file (TOML), the environment, the command line, each
/// over those before it.
///
/// A setting is an option of the command line. Its long name is its key in the file (`data-dir`), and in the environment
/// it is in capitals (`WORKSPACE_DATA_DIR`): declared once, with one conversion and one range for all of them.
class Configuration {
public:
    static constexpr const char* kUsualFile = "/etc/workspace/server.toml";
    using Environment = std::function<const char*(const std::string& name)>;

    explicit Configuration(Environment environment) : environment_(std::move(environment)) {}

    /// The long options of `command` are settings from now on, but those that are not `configurable`.
    void take_options_of(CLI::App& command);
    /// Those of its options that have a setting's name are that setting.
    void share_options_of(CLI::App& command);
    /// Where the file is; none is read when this is empty.
    void read(const std::filesystem::path& file) { file_ = file; }
    /// Lays the file and the environment over what the command line left open. Throws Failure (usage) that has a line for
    /// each mistake.
    void lay();

    struct Value {
        std::string name;
        std::string text;      ///< as the file has it: with quotation marks, in brackets when there are several
        std::string built_in;  ///< the same, where nothing sets it
        std::string source;    ///< "default", "file:line", "WORKSPACE_…", "command line"
        std::string description;
    };
    /// All settings, by name, after lay().
    [[nodiscard]] std::vector<Value> values() const;
    [[nodiscard]] const std::filesystem::path& file() const { return file_; }

private:
    struct Setting {
        std::vector<CLI::Option*> options;
        std::vector<std::string> texts;  ///< empty: as built in
        std::string source = "default";
    };
    void lay_file(std::vector<std::string>& mistakes);
    void lay_environment(std::vector<std::string>& mistakes);
    /// Empty, or what is wrong with it.
    static std::string put(Setting& setting, const std::vector<std::string>& texts, const std::string& source);
    [[nodiscard]] std::string nearest(const std::string& name) const;

    Environment environment_;
    std::filesystem::path file_;
    std::map<std::string, Setting> settings_;
};

/// `data-dir` is WORKSPACE_DATA_DIR.
[[nodiscard]] std::string environment_name(const std::string& setting);

}  // namespace workspace::server
