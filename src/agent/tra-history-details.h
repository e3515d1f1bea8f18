/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-history.h"

G_BEGIN_DECLS

/* A window about one call; @widget is where it was asked for. */
GtkWidget *tra_history_details_new (GtkWidget *widget, TraHistoryCall *call);

G_END_DECLS
