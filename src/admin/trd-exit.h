/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TRD_PROGRAM "task-router-admin"

/* Exit statuses, as --help tells them. */
typedef enum
{
  TRD_EXIT_DONE = 0,
  TRD_EXIT_REFUSED = 1,     /* the service said no, or the person did */
  TRD_EXIT_USAGE = 2,       /* the command line or the environment is wrong */
  TRD_EXIT_UNREACHABLE = 3, /* no answer, or not from whom it should be */
} TrdExit;

TrdExit trd_complain (TrdExit code, const char *format, ...) G_GNUC_PRINTF (2, 3);
TrdExit trd_complain_error (const GError *error);

G_END_DECLS
