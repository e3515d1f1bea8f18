/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TRA_TYPE_REVERSED_LIST (tra_reversed_list_get_type ())
G_DECLARE_FINAL_TYPE (TraReversedList, tra_reversed_list, TRA, REVERSED_LIST, GObject)

TraReversedList *tra_reversed_list_new (GListModel *model);

G_END_DECLS
