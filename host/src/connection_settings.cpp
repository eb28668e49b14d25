#include "workspace/host/connection_settings.hpp"

#include <stdexcept>

#include <boost/json.hpp>

#include "workspace/host/paths.hpp"
#include "workspace/host/private_files.hpp"
#include "workspace/host/server_url.hpp"

namespace workspace::host {
namespace {

constexpr std::size_t kSettingsBytesMax = 1024 * 1024;
constexpr const char* kDefaultServer = "http://127.0.0.1:4000";

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& what) {
    throw std::runtime_error(file.string() + ": " + what + " Mend the file, or remove it to use the defaults.");
}

/// The line and column of `offset`, from 1.
std::string place_of(std::string_view text, std::size_t offset) {
    std::size_t line = 1;
    std::size_t column = 1;
    for (const char c : text.substr(0, offset)) {
        column = c == '\n' ? 1 : column + 1;
        line += c == '\n' ? 1 : 0;
    }
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

boost::json::value parse(const std::filesystem::path& file, std::string_view text) {
    boost::json::stream_parser parser;
    boost::json::error_code error;
    const std::size_t taken = parser.write_some(text, error);
    if (!error) {
        if (text.find_first_not_of(" \t\r\n", taken) != std::string_view::npos) {
            refuse(file, place_of(text, taken) + ": something follows the end of the settings.");
        }
        parser.finish(error);
    }
    if (error) {
        refuse(file, place_of(text, taken) + ": this is not JSON (" + error.message() + ").");
    }
    return parser.release();
}

/// The text under `name`; empty when there is none.
std::string text_at(const std::filesystem::path& file, const boost::json::object& object, std::string_view name,
                    const std::string& where) {
    const boost::json::value* value = object.if_contains(name);
    if (value == nullptr || value->is_null()) {
        return {};
    }
    if (!value->is_string()) {
        refuse(file, where + "\"" + std::string(name) + "\" must be a text.");
    }
    return std::string(value->get_string());
}

Environment environment(const std::filesystem::path& file, const std::string& name, const boost::json::value& value) {
    const std::string where = "environment \"" + name + "\": ";
    const boost::json::object* object = value.if_object();
    if (object == nullptr) {
        refuse(file, where + "it must hold \"url\" and \"ws\".");
    }
    Environment result{.url = text_at(file, *object, "url", where), .ws = text_at(file, *object, "ws", where)};
    if (result.url.empty() && result.ws.empty()) {
        refuse(file, where + "\"url\" is missing.");
    }
    try {
        const std::string ws = environment_of(result.ws.empty() ? result.url : result.ws).ws;
        if (result.ws.empty() || parse_server_url(result.ws).path == "/") {
            result.ws = ws;
        }
        result.url = environment_of(result.url.empty() ? result.ws : result.url).url;
    } catch (const std::runtime_error& error) {
        refuse(file, where + error.what());
    }
    return result;
}

void apply(const std::filesystem::path& file, std::string_view text, ConnectionSettings& settings) {
    const boost::json::value document = parse(file, text);
    const boost::json::object* object = document.if_object();
    if (object == nullptr) {
        refuse(file, "it must be an object with \"mode\" and \"environments\".");
    }
    if (const boost::json::value* environments = object->if_contains("environments")) {
        if (!environments->is_object()) {
            refuse(file, "\"environments\" must be an object.");
        }
        for (const auto& entry : environments->get_object()) {
            const std::string name(entry.key());
            settings.environments.insert_or_assign(name, environment(file, name, entry.value()));
        }
    }
    if (std::string mode = text_at(file, *object, "mode", ""); !mode.empty()) {
        settings.mode = std::move(mode);
    }
}

}  // namespace

std::optional<Environment> ConnectionSettings::current() const {
    const auto found = environments.find(mode);
    return found == environments.end() ? std::nullopt : std::optional(found->second);
}

ConnectionSettings load_connection_settings(const std::vector<std::filesystem::path>& files) {
    ConnectionSettings settings;
    settings.environments.emplace("local", environment_of(kDefaultServer));
    for (const auto& file : files) {
        if (const auto text = read_file(file, kSettingsBytesMax)) {
            apply(file, *text, settings);
        }
    }
    return settings;
}

std::vector<std::filesystem::path> connection_files() {
    return {"/etc/workspace/connection.json", config_folder() / "connection.json"};
}

void save_connection_settings(const ConnectionSettings& settings, const std::filesystem::path& file) {
    boost::json::object environments;
    for (const auto& [name, environment] : settings.environments) {
        environments[name] = boost::json::object{{"url", environment.url}, {"ws", environment.ws}};
    }
    const boost::json::object document{{"mode", settings.mode}, {"environments", std::move(environments)}};
    write_private_file(file, boost::json::serialize(document) + "\n");
}

}  // namespace workspace::host
