#include "daemon/lib/icu/time_zone.h"

#include <unicode/basictz.h>
#include <unicode/simpletz.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace khabard {
namespace {

constexpr std::int32_t hour = 3'600'000;
constexpr std::size_t zone_name_bytes_max = 64;

// When summer time begins or ends: on the last such weekday of a month, at a wall time.
struct Change {
    std::int8_t month;
    std::int8_t weekday;
    std::int32_t time;
};

// A law that came after the zone data of ICU 72 (2022e), as the tz database's NEWS tells it.
struct Law {
    std::string_view zone;
    std::string_view in_data_since;  // data of this version and later know it
    WallTime from;
    std::int32_t offset;
    std::optional<Change> summer_begins;
    std::optional<Change> summer_ends;
};

constexpr WallTime midnight(int year, unsigned month, unsigned day) {
    return std::chrono::local_days{std::chrono::year{year} / static_cast<int>(month) /
                                   static_cast<int>(day)};
}

constexpr std::array<Law, 3> laws{{
    // Egypt has summer time again: last Friday of April to the end of the last Thursday of October.
    {"Africa/Cairo", "2023c", midnight(2023, 1, 1), 2 * hour, Change{UCAL_APRIL, UCAL_FRIDAY, 0},
     Change{UCAL_OCTOBER, UCAL_THURSDAY, 24 * hour}},
    // Mexico gave summer time up.
    {"America/Mexico_City", "2022f", midnight(2022, 10, 30), -6 * hour, {}, {}},
    // All of Kazakhstan is at UTC+5.
    {"Asia/Almaty", "2024a", midnight(2024, 3, 1), 5 * hour, {}, {}},
}};

std::unique_ptr<icu::BasicTimeZone> zone_of(const Law& law, const icu::UnicodeString& name) {
    auto zone = std::make_unique<icu::SimpleTimeZone>(law.offset, name);
    if (law.summer_begins && law.summer_ends) {
        UErrorCode status = U_ZERO_ERROR;
        zone->setStartRule(law.summer_begins->month, -1, law.summer_begins->weekday,
                           law.summer_begins->time, status);
        zone->setEndRule(law.summer_ends->month, -1, law.summer_ends->weekday,
                         law.summer_ends->time, status);
        if (U_FAILURE(status) != 0) {
            return nullptr;
        }
    }
    return zone;
}

const Law* newer_law(std::string_view zone, WallTime time) {
    for (const Law& law : laws) {
        if (law.zone == zone && time >= law.from) {
            UErrorCode status = U_ZERO_ERROR;
            const char* version = icu::TimeZone::getTZDataVersion(status);
            const bool known = U_SUCCESS(status) != 0 && version >= law.in_data_since;
            return known ? nullptr : &law;
        }
    }
    return nullptr;
}

// nullptr: nobody knows the zone.
std::unique_ptr<icu::BasicTimeZone> find_zone(std::string_view zone, WallTime time) {
    if (zone.empty() || zone.size() > zone_name_bytes_max) {
        return nullptr;
    }
    const auto name = icu::UnicodeString::fromUTF8(
        icu::StringPiece(zone.data(), static_cast<std::int32_t>(zone.size())));
    if (const Law* law = newer_law(zone, time)) {
        return zone_of(*law, name);
    }
    std::unique_ptr<icu::TimeZone> found(icu::TimeZone::createTimeZone(name));
    if (found == nullptr || *found == icu::TimeZone::getUnknown()) {
        return nullptr;
    }
    // Every zone that createTimeZone makes of a system id is a BasicTimeZone.
    auto* basic = dynamic_cast<icu::BasicTimeZone*>(found.get());
    if (basic != nullptr) {
        static_cast<void>(found.release());
    }
    return std::unique_ptr<icu::BasicTimeZone>(basic);
}

}  // namespace

bool is_time_zone(std::string_view zone) {
    if (zone == "UTC" || zone == "GMT") {
        return true;
    }
    return zone.find('/') != std::string_view::npos && find_zone(zone, WallTime{}) != nullptr;
}

std::optional<Instant> to_utc(WallTime time, std::string_view zone) {
    const auto wall = time.time_since_epoch();
    if (zone == "UTC" || zone == "GMT") {
        return Instant{wall};
    }
    const auto found = find_zone(zone, time);
    if (found == nullptr) {
        return std::nullopt;
    }
    UErrorCode status = U_ZERO_ERROR;
    std::int32_t raw = 0;
    std::int32_t summer = 0;
    found->getOffsetFromLocal(static_cast<double>(wall.count()), UCAL_TZ_LOCAL_FORMER,
                              UCAL_TZ_LOCAL_FORMER, raw, summer, status);
    if (U_FAILURE(status) != 0) {
        return std::nullopt;
    }
    return Instant{wall - std::chrono::milliseconds{raw + summer}};
}

std::optional<WallTime> to_wall_time(Instant instant, std::string_view zone) {
    const auto utc = instant.time_since_epoch();
    if (zone == "UTC" || zone == "GMT") {
        return WallTime{utc};
    }
    const auto found = find_zone(zone, WallTime{utc});
    if (found == nullptr) {
        return std::nullopt;
    }
    UErrorCode status = U_ZERO_ERROR;
    std::int32_t raw = 0;
    std::int32_t summer = 0;
    found->getOffset(static_cast<double>(utc.count()), 0, raw, summer, status);
    if (U_FAILURE(status) != 0) {
        return std::nullopt;
    }
    return WallTime{utc + std::chrono::milliseconds{raw + summer}};
}

}  // namespace khabard
