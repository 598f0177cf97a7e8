// Says to the style sheet that scripts run. Stands first in the body, so that nothing moves about afterwards.
document.body.className += " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
