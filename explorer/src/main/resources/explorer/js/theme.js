// SPDX-License-Identifier: Apache-2.0
// Runs before the first paint, so that a chosen theme never flashes in the other colours.
(function () {
  'use strict';
  try {
    var chosen = window.localStorage.getItem('theme');
    if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
  } catch (refused) {
    // Storage may be closed to us: then the system's theme holds.
  }
})();
