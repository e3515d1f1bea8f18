/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TRAY_ICON APPLICATION_ID "-tray-symbolic"
#define TRA_TRAY_ICON_AVAILABLE APPLICATION_ID "-tray-available-symbolic"
#define TRA_TRAY_ICON_AWAY APPLICATION_ID "-tray-away-symbolic"
#define TRA_TRAY_ICON_CALL APPLICATION_ID "-tray-call-symbolic"

/* What the panel shows and a screen reader says. */
typedef struct
{
  const char *icon_name;
  gboolean needs_attention; /* it rings */
  char *title;              /* "Task Router Agent – Available" */
} TraTrayFace;

TraTrayFace *tra_tray_face_new (TraSession *session);
void tra_tray_face_free (TraTrayFace *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TraTrayFace, tra_tray_face_free)

G_END_DECLS
