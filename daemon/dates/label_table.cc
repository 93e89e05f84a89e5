// The labels in front of publication and update dates. Source: own collection from the templates of
// Arabic news sites.

#include "daemon/dates/vocabulary.h"

namespace khabard {
namespace {

constexpr WordRow label_table[] = {
    // The labels of publication lines.
    {"نشر", WordKind::published},
    {"نشرت", WordKind::published},
    {"نشر في", WordKind::published},
    {"نشرت في", WordKind::published},
    {"نشر بتاريخ", WordKind::published},
    {"نشر يوم", WordKind::published},
    {"تم النشر", WordKind::published},
    {"تم النشر في", WordKind::published},
    {"تم نشره في", WordKind::published},
    {"تاريخ النشر", WordKind::published},
    {"تاريخ ووقت النشر", WordKind::published},
    {"وقت النشر", WordKind::published},
    {"موعد النشر", WordKind::published},
    {"النشر", WordKind::published},
    {"تاريخ الإضافة", WordKind::published},
    {"أضيف في", WordKind::published},
    {"أضيف", WordKind::published},
    {"أضيفت في", WordKind::published},
    {"أدرج في", WordKind::published},
    {"كتب في", WordKind::published},
    {"كتب بتاريخ", WordKind::published},
    {"حرر في", WordKind::published},
    {"حرر بتاريخ", WordKind::published},
    {"صدر في", WordKind::published},
    {"published", WordKind::published},
    {"published on", WordKind::published},
    {"published at", WordKind::published},
    {"posted", WordKind::published},
    {"posted on", WordKind::published},
    {"created", WordKind::published},
    {"publié le", WordKind::published},
    {"veröffentlicht", WordKind::published},
    {"publicado", WordKind::published},
    {"آخر تحديث", WordKind::updated},
    {"آخر تحديث في", WordKind::updated},
    {"آخر تعديل", WordKind::updated},
    {"آخر التحديثات", WordKind::updated},
    {"تاريخ التحديث", WordKind::updated},
    {"تاريخ آخر تحديث", WordKind::updated},
    {"تاريخ التعديل", WordKind::updated},
    {"وقت التحديث", WordKind::updated},
    {"التحديث", WordKind::updated},
    {"تحديث", WordKind::updated},
    {"تم التحديث", WordKind::updated},
    {"تم التحديث في", WordKind::updated},
    {"تم تحديثه في", WordKind::updated},
    {"تم التعديل", WordKind::updated},
    {"حدث في", WordKind::updated},
    {"حدث", WordKind::updated},
    {"حدثت في", WordKind::updated},
    {"محدث", WordKind::updated},
    {"محدثة", WordKind::updated},
    {"عدل في", WordKind::updated},
    {"عدل", WordKind::updated},
    {"updated", WordKind::updated},
    {"updated on", WordKind::updated},
    {"updated at", WordKind::updated},
    {"last updated", WordKind::updated},
    {"last update", WordKind::updated},
    {"last modified", WordKind::updated},
    {"modified", WordKind::updated},
    {"mis à jour", WordKind::updated},
    {"mise à jour", WordKind::updated},
};

}  // namespace

std::span<const WordRow> label_rows() {
    return label_table;
}

}  // namespace khabard
