#include "workspace/desktop/model/server_choice.hpp"

#include <glibmm/ustring.h>
#include <algorithm>
#include <stdexcept>

#include "workspace/desktop/model/translate.hpp"
#include "workspace/host/private_files.hpp"
#include "workspace/host/server_url.hpp"

namespace workspace::desktop {
namespace {

constexpr std::size_t kServerFileBytesMax = 4096;

std::filesystem::path server_file(const std::filesystem::path& data_dir) {
    return data_dir / "server";
}

host::Environment named_environment(const host::ConnectionSettings& settings, const std::string& name) {
    const auto found = settings.environments.find(name);
    if (found != settings.environments.end()) {
        return found->second;
    }
    std::string known;
    for (const auto& [other, environment] : settings.environments) {
        known += (known.empty() ? "" : ", ") + other;
    }
    throw std::runtime_error(
        Glib::ustring::compose(tr("There is no environment “%1” in connection.json; known: %2."), name, known));
}

std::string first_url(const host::ConnectionSettings& settings, const std::string& server,
                      const std::string& environment, const std::filesystem::path& data_dir) {
    if (!server.empty()) {
        return host::environment_of(server).url;
    }
    if (!environment.empty()) {
        return named_environment(settings, environment).url;
    }
    if (const auto last = host::read_file(server_file(data_dir), kServerFileBytesMax)) {
        return host::environment_of(last->substr(0, last->find('\n'))).url;
    }
    return named_environment(settings, settings.mode).url;
}

}  // namespace

std::optional<std::size_t> ServerChoice::index_of(const std::string& address) const {
    const auto place =
        std::find_if(named.begin(), named.end(), [&](const Named& one) { return one.environment.url == address; });
    return place == named.end() ? std::nullopt : std::optional{static_cast<std::size_t>(place - named.begin())};
}

ServerChoice choose_server(const host::ConnectionSettings& settings, const std::string& server,
                           const std::string& environment, const std::filesystem::path& data_dir) {
    ServerChoice choice;
    for (const auto& [name, one] : settings.environments) {
        choice.named.push_back({name, one});
    }
    choice.url = first_url(settings, server, environment, data_dir);
    return choice;
}

void remember_server(const std::filesystem::path& data_dir, const std::string& url) {
    host::write_private_file(server_file(data_dir), url + "\n");
}

}  // namespace workspace::desktop
