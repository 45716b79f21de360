/** The server's company is in the hands of another server on this computer: whoever wants it finds it there. */
export const COMPANY_IN_USE_EXIT_CODE = 3;
