#include "workspace/cli/app.hpp"

int main(int argc, char** argv) {
    return workspace::cli::run(argc, argv);
}
