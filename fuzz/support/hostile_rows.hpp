#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <sqlite3.h>

#include "choices.hpp"

namespace workspace::fuzz {

/// A database file as somebody may have left it: made by the program itself, then changed row by row, value by value and
/// byte by byte, as the input says. Knows no table by name.
class HostileRows {
public:
    /// `good` is a file that the program made; it is read once. Its schema is loosened: any value fits any column.
    explicit HostileRows(const std::filesystem::path& good);

    /// Writes the file anew to `file` and spoils it.
    void write(const std::filesystem::path& file, Choices& choices) const;

private:
    struct Table {
        std::string name;
        std::vector<std::string> columns;
    };
    void spoil(sqlite3* database, Choices& choices) const;
    void change(sqlite3* database, const Table& table, Choices& choices) const;
    void insert(sqlite3* database, const Table& table, Choices& choices) const;
    /// Text of SQL for a value, and a parameter for it where it is not said in the text.
    void bind_value(sqlite3_stmt* statement, int index, Choices& choices) const;
    [[nodiscard]] std::string some_cell(Choices& choices) const;

    std::string bytes_;
    std::vector<Table> tables_;
};

}  // namespace workspace::fuzz
