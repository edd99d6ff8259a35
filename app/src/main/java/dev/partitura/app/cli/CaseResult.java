package dev.partitura.app.cli;

import java.util.Locale;

/// How one conformance case ended.
///
/// @param name such as `node/test_abs@13`
/// @param message why it was refused or failed; empty when it ran
record CaseResult(String name, Status status, String message, long millis) {
  enum Status {
    RAN,
    REFUSED,
    ERROR;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
