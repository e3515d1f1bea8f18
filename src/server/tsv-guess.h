/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tsv-store.h"

G_BEGIN_DECLS

/* Somebody who wants to be @worker. */
typedef struct
{
  const char *worker;
  const char *address;
  const char *device;
  gint64 now; /* seconds since the epoch */
} TsvGuess;

/* Who guesses passwords waits longer each time: by the worker that is named, whether or not there is
 * one, with the address that asks; and by either alone. The device that a worker has signed in at is
 * counted by itself, so that others' guesses do not keep the worker out. In the database, so that
 * all instances know. */
gboolean tsv_guess_begin (TsvStore *store, const TsvGuess *guess, int *wait, GError **error);
gboolean tsv_guess_forgive (TsvStore *store, const TsvGuess *guess, GError **error);

G_END_DECLS
