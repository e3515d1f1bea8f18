/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void tra_entry_name_apply (AdwEntryRow *row);

G_END_DECLS
