// Runs a fuzzing target over inputs that were kept: seeds, and what once crashed. For compilers without libFuzzer, and
// for a person who looks into a crash (FUZZ_EXPLAIN=1 says what happens).

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "support/target.hpp"

namespace {

using std::filesystem::path;

constexpr const char* kUsage =
    "Usage: %s [--lines FILE | FILE | FOLDER]...\n\n"
    "Runs the target on each file, on each file in each folder, and on each line of a FILE after --lines.\n"
    "A folder that does not exist counts as empty. FUZZ_EXPLAIN=1 says what the target does.\n";

std::string contents_of(const path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void run(const std::string& input, const std::string& name) {
    std::fprintf(stderr, "%s\n", name.c_str());  // before it runs: who crashes has a name
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

std::size_t run_lines(const path& file) {
    std::ifstream in(file);
    std::size_t number = 0;
    for (std::string line; std::getline(in, line);) {
        run(line, file.string() + ":" + std::to_string(++number));
    }
    return number;
}

std::size_t run_all(const path& given) {
    if (std::filesystem::is_regular_file(given)) {
        run(contents_of(given), given.string());
        return 1;
    }
    std::set<path> files;  // in an order that is the same everywhere
    if (std::filesystem::is_directory(given)) {
        for (const auto& entry : std::filesystem::directory_iterator(given)) {
            files.insert(entry.path());
        }
    }
    for (const path& file : files) {
        run(contents_of(file), file.string());
    }
    return files.size();
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const bool help = std::find(arguments.begin(), arguments.end(), "--help") != arguments.end();
    if (help || arguments.empty()) {
        std::fprintf(help ? stdout : stderr, kUsage, argv[0]);
        return help ? 0 : 2;
    }
    std::size_t inputs = 0;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const bool lines = arguments[i] == "--lines" && i + 1 < arguments.size();
        inputs += lines ? run_lines(arguments[++i]) : run_all(arguments[i]);
    }
    std::printf("%zu inputs, none of them crashed\n", inputs);
    return inputs > 0 ? 0 : 2;
}
