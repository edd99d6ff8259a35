/// What all screens share: the open project and its history, what is selected, the runs, the brush
/// and the time shown.
@NullMarked
package dev.partitura.ui.session;

import org.jspecify.annotations.NullMarked;
