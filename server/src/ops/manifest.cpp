#include "ops/manifest.hpp"

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "app/exit_code.hpp"

namespace workspace::server {

namespace json = boost::json;

namespace {

constexpr std::int64_t kFormat = 1;

/// It stays in the folder.
bool is_inside(const std::filesystem::path& name) {
    if (name.empty() || name.is_absolute()) {
        return false;
    }
    for (const auto& part : name) {
        if (part == ".." || part == "." || part.empty()) {
            return false;
        }
    }
    return true;
}

Manifest manifest_of(const json::object& object) {
    Manifest manifest;
    if (object.at("workspace_backup").as_int64() != kFormat) {
        throw std::invalid_argument("it is of another version");
    }
    manifest.version = object.at("version").as_string().c_str();
    manifest.schema = object.at("schema").as_int64();
    manifest.made.ms = object.at("made").as_int64();
    for (const auto& entry : object.at("files").as_array()) {
        const auto& file = entry.as_object();
        const std::string name = file.at("name").as_string().c_str();
        if (!is_inside(name)) {
            throw std::invalid_argument("it names " + name);
        }
        manifest.files[name] = {.bytes = file.at("bytes").to_number<std::uint64_t>(),
                                .sha256 = file.at("sha256").as_string().c_str()};
    }
    if (!manifest.files.contains("workspace.db")) {
        throw std::invalid_argument("it names no workspace.db");
    }
    return manifest;
}

}  // namespace

std::string manifest_text(const Manifest& manifest) {
    json::array files;
    for (const auto& [name, mark] : manifest.files) {
        files.push_back(json::object{{"name", name}, {"bytes", mark.bytes}, {"sha256", mark.sha256}});
    }
    return json::serialize(json::object{{"workspace_backup", kFormat},
                                        {"version", manifest.version},
                                        {"schema", manifest.schema},
                                        {"made", manifest.made.ms},
                                        {"files", std::move(files)}}) +
           "\n";
}

Manifest read_manifest(const std::filesystem::path& backup) {
    std::ifstream file(backup / kManifestName);
    if (!file) {
        throw Failure(ExitCode::refused,
                      backup.string() + " is no backup, or one that was not finished: it has no manifest.json.");
    }
    std::ostringstream text;
    text << file.rdbuf();
    try {
        return manifest_of(json::parse(text.str()).as_object());
    } catch (const std::exception& error) {
        throw Failure(ExitCode::refused, (backup / kManifestName).string() + " cannot be used: " + error.what() + ".");
    }
}

}  // namespace workspace::server
