/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_ATTRIBUTES_WINDOW (tra_attributes_window_get_type ())
G_DECLARE_FINAL_TYPE (TraAttributesWindow, tra_attributes_window, TRA, ATTRIBUTES_WINDOW, AdwWindow)

void tra_attributes_window_show (GtkWindow *parent,
                                 TraSession *session,
                                 const char *worker_sid,
                                 const char *worker_name);

G_END_DECLS
