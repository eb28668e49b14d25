#pragma once

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <memory>
#include <optional>

#include "app/hub_driver.hpp"

/// How a subcommand has a server that is running end what an account holds (S13): the store alone cannot close a
/// connection. A socket in the data folder, mode 0600: who may open it may write the database as well
/// (docs/decisions/0017-orders-go-through-a-socket-in-the-data-folder.md).
///
///   -> {"account":3,"locked":true}\n      `locked` left out: neither locked nor unlocked
///   <- {"code":""}\n                      empty: done; else the name of the refusal
namespace workspace::server {

/// Takes orders until it goes away. I/O thread only.
class ControlSocket {
public:
    /// Takes the place of a file that an earlier server left: the folder must be taken. Throws Failure.
    ControlSocket(boost::asio::io_context& io, const std::filesystem::path& path, HubDriver& driver);
    ~ControlSocket();
    ControlSocket(const ControlSocket&) = delete;
    ControlSocket& operator=(const ControlSocket&) = delete;

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

struct EndOrder {
    core::AccountId account;
    std::optional<bool> locked;
};
/// Has the server that listens there carry it out, and waits until it is done. False when none listens. Throws Failure
/// when it refuses or does not answer.
[[nodiscard]] bool order(const std::filesystem::path& path, const EndOrder& end);

}  // namespace workspace::server
