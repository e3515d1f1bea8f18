/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *tra_location_dup_beside_program (const char *relative);

G_END_DECLS
