// The labels in front of publication and update dates. Source: own collection from the templates of
// Arabic news sites.

#include "daemon/dates/vocabulary.h"

namespace khabard {
namespace {

constexpr WordRow label_table[] = {
    // The labels of publication lines.
    {"نشر", DateWordKind::published},
    {"نشرت", DateWordKind::published},
    {"نشر في", DateWordKind::published},
    {"نشرت في", DateWordKind::published},
    {"نشر بتاريخ", DateWordKind::published},
    {"نشر يوم", DateWordKind::published},
    {"تم النشر", DateWordKind::published},
    {"تم النشر في", DateWordKind::published},
    {"تم نشره في", DateWordKind::published},
    {"تاريخ النشر", DateWordKind::published},
    {"تاريخ ووقت النشر", DateWordKind::published},
    {"وقت النشر", DateWordKind::published},
    {"موعد النشر", DateWordKind::published},
    {"النشر", DateWordKind::published},
    {"تاريخ الإضافة", DateWordKind::published},
    {"أضيف في", DateWordKind::published},
    {"أضيف", DateWordKind::published},
    {"أضيفت في", DateWordKind::published},
    {"أدرج في", DateWordKind::published},
    {"كتب في", DateWordKind::published},
    {"كتب بتاريخ", DateWordKind::published},
    {"حرر في", DateWordKind::published},
    {"حرر بتاريخ", DateWordKind::published},
    {"صدر في", DateWordKind::published},
    {"published", DateWordKind::published},
    {"published on", DateWordKind::published},
    {"published at", DateWordKind::published},
    {"posted", DateWordKind::published},
    {"posted on", DateWordKind::published},
    {"created", DateWordKind::published},
    {"publié le", DateWordKind::published},
    {"veröffentlicht", DateWordKind::published},
    {"publicado", DateWordKind::published},
    {"آخر تحديث", DateWordKind::updated},
    {"آخر تحديث في", DateWordKind::updated},
    {"آخر تعديل", DateWordKind::updated},
    {"آخر التحديثات", DateWordKind::updated},
    {"تاريخ التحديث", DateWordKind::updated},
    {"تاريخ آخر تحديث", DateWordKind::updated},
    {"تاريخ التعديل", DateWordKind::updated},
    {"وقت التحديث", DateWordKind::updated},
    {"التحديث", DateWordKind::updated},
    {"تحديث", DateWordKind::updated},
    {"تم التحديث", DateWordKind::updated},
    {"تم التحديث في", DateWordKind::updated},
    {"تم تحديثه في", DateWordKind::updated},
    {"تم التعديل", DateWordKind::updated},
    {"حدث في", DateWordKind::updated},
    {"حدث", DateWordKind::updated},
    {"حدثت في", DateWordKind::updated},
    {"محدث", DateWordKind::updated},
    {"محدثة", DateWordKind::updated},
    {"عدل في", DateWordKind::updated},
    {"عدل", DateWordKind::updated},
    {"updated", DateWordKind::updated},
    {"updated on", DateWordKind::updated},
    {"updated at", DateWordKind::updated},
    {"last updated", DateWordKind::updated},
    {"last update", DateWordKind::updated},
    {"last modified", DateWordKind::updated},
    {"modified", DateWordKind::updated},
    {"mis à jour", DateWordKind::updated},
    {"mise à jour", DateWordKind::updated},
};

}  // namespace

std::span<const WordRow> date_label_rows() {
    return label_table;
}

}  // namespace khabard
