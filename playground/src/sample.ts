// Written for this page. In English:
//
// "In Cairo on Tuesday, the Minister of Energy Salma al-Haddad opened a solar
// power station that cost 85 million dollars and supplies about 40 thousand
// homes. The minister said at a press conference that the Egyptian government
// aims to raise the share of renewable energy to 50% by 2030.
//
// The World Bank took part in the financing, beside Arab Bank and Siemens.
// Al-Haddad added that work on a second station in the city of Hurghada begins after three
// months, and that the United Nations described the project as the first of
// its kind on the shore of the Red Sea."

export const SAMPLE = `افتتحت وزيرة الطاقة سلمى الحداد في القاهرة يوم الثلاثاء محطة للطاقة الشمسية بلغت تكلفتها 85 مليون دولار وتغذي نحو 40 ألف منزل. وقالت الوزيرة في مؤتمر صحفي إن الحكومة المصرية تسعى إلى رفع حصة الطاقة المتجددة إلى 50% بحلول عام 2030.

وشارك في التمويل البنك الدولي إلى جانب البنك العربي وشركة سيمنز. وأضافت الحداد أن العمل في محطة ثانية في مدينة الغردقة يبدأ بعد ثلاثة أشهر، وأن الأمم المتحدة وصفت المشروع بأنه الأول من نوعه على ساحل البحر الأحمر.`;
