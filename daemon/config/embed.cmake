# cmake -DROOT=config "-DFILES=a|b" -DOUTPUT=shipped.cc -P embed.cmake
# Writes the files as byte arrays with their names relative to ROOT. A string literal would do for
# g++, but not for clang, which holds C++ compilers to 65,536 bytes of it.
string(REPLACE "|" ";" FILES "${FILES}")
set(arrays "")
set(rows "")
set(index 0)
foreach(file IN LISTS FILES)
    file(RELATIVE_PATH name "${ROOT}" "${file}")
    file(READ "${file}" hex HEX)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
    string(REGEX REPLACE "(................................................................................)"
           "\\1\n" bytes "${bytes}")
    # The byte at the end keeps the array of an empty file legal.
    string(APPEND arrays "const unsigned char file_${index}[] = {\n${bytes}0};\n")
    string(APPEND rows "    {\"${name}\", file_${index}, sizeof file_${index} - 1},\n")
    math(EXPR index "${index} + 1")
endforeach()
file(WRITE "${OUTPUT}.new" "// Written by daemon/config/embed.cmake.
#include \"daemon/config/shipped.h\"

namespace khabard {
namespace {

${arrays}
const ShippedFile files[] = {
${rows}    {nullptr, nullptr, 0},
};

}  // namespace

std::span<const ShippedFile> shipped_files() { return {files, ${index}}; }

}  // namespace khabard
")
file(COPY_FILE "${OUTPUT}.new" "${OUTPUT}" ONLY_IF_DIFFERENT)
file(REMOVE "${OUTPUT}.new")
